import { createTranslator, languages, textsOf } from '@zhengfeng/locales'
import { describe, expect, test } from 'vitest'
import { detectorErrorCodes } from './detector-error.ts'
import { exampleService } from './example.ts'
import { examplesOf } from './examples.ts'
import { explanationOf, instantText, shareText, timeText, workingTimeText } from './explain.ts'
import type { Finding } from './finding.ts'
import { detectors } from './registry.ts'
import { runDetectors } from './run-detectors.ts'

const zh = createTranslator('zh-CN')
const en = createTranslator('en')
const hourMs = 3_600_000

describe('values written for people', () => {
  test('working time is told in working days and hours, or hours and minutes', () => {
    expect(workingTimeText(23 * hourMs, 7 * hourMs, zh)).toBe('3 个工作日 2 小时')
    expect(workingTimeText(23 * hourMs, 7 * hourMs, en)).toBe('3 working days 2 hours')
    expect(workingTimeText(7 * hourMs, 7 * hourMs, en)).toBe('1 working day')
    expect(workingTimeText(90 * 60_000, 7 * hourMs, en)).toBe('1 hour 30 minutes')
    expect(workingTimeText(0, 7 * hourMs, zh)).toBe('0 分钟')
  })

  test('rounding carries into the larger unit', () => {
    expect(workingTimeText(14 * hourMs - 1, 7 * hourMs, en)).toBe('2 working days')
    expect(timeText(24 * hourMs - 1, en)).toBe('1 day')
  })

  test('wall-clock time goes down to seconds', () => {
    expect(timeText(95_000, zh)).toBe('1 分钟 35 秒')
    expect(timeText(50 * hourMs, en)).toBe('2 days 2 hours')
  })

  test('shares are percentages, instants are local, bare dates have no hour', () => {
    expect(shareText(0.125, zh)).toBe('12.5%')
    expect(instantText(Date.UTC(2026, 2, 2, 1), 'Asia/Shanghai')).toBe('2026-03-02 09:00')
    expect(instantText(Date.UTC(2026, 2, 1, 16), 'Asia/Shanghai')).toBe('2026-03-02')
  })
})

describe('explanations', () => {
  test('a finding is told in both languages', () => {
    const finding = firstFinding('overdue', 0)
    expect(explanationOf(finding, zh, 'Asia/Shanghai')).toBe(
      '承诺期限至 2026-03-09 17:00，实际于 2026-03-10 09:30 办结，超出承诺期限 30 分钟；未超过法定期限。',
    )
    expect(explanationOf(finding, en, 'Asia/Shanghai')).toBe(
      'The promised limit ended on 2026-03-09 17:00; the case ended on 2026-03-10 09:30, 30 minutes after the promised limit. The statutory limit was not passed.',
    )
  })

  test.each(detectors.map(({ name }) => name))(
    'every example of %s is told in both languages without a gap',
    (name) => {
      for (const [index, example] of examplesOf[name].entries()) {
        if (example.finds.length === 0) continue
        for (const translator of [zh, en]) {
          const text = explanationOf(firstFinding(name, index), translator, 'Asia/Shanghai')
          expect(text).toMatch(/[。.]$/)
          expect(text).not.toMatch(/[{}]|undefined|NaN|\d{12}/)
        }
      }
    },
  )
})

describe('locale files', () => {
  test('both languages have the same keys, and no text is empty', () => {
    expect(keysOf(textsOf('en', 'detectors'))).toEqual(keysOf(textsOf('zh-CN', 'detectors')))
  })

  test('both languages use the same placeholders', () => {
    for (const key of keysOf(textsOf('en', 'detectors')))
      expect([key, placeholders(en, key)]).toEqual([key, placeholders(zh, key)])
  })

  test.each(languages)('%s names every detector, parameter, requirement and error', (language) => {
    const { has } = createTranslator(language)
    const keys = detectors.flatMap(({ name, parameters, requires, level }) => [
      `names.${name}`,
      `descriptions.${name}`,
      `levels.${level}`,
      ...Object.keys(parameters).map((parameter) => `parameters.${name}.${parameter}`),
      ...Object.values(parameters).map(({ unit }) => `parameterUnits.${unit}`),
      ...requires.map((requirement) => `requirements.${requirement}`),
    ])
    const errors = detectorErrorCodes.map((code) => `errors.${code}`)
    expect([...keys, ...errors].filter((key) => !has(`detectors.${key}`))).toEqual([])
  })

  test.each(languages)('%s has the measure and caveats of every finding of the examples', (language) => {
    const { has } = createTranslator(language)
    const findings = detectors.flatMap(({ name }) => examplesOf[name].flatMap((_, index) => findingsOf(name, index)))
    const keys = findings.flatMap(({ strength, caveats }) => [
      `measures.${strength.measure}`,
      ...caveats.map((caveat) => `caveats.${caveat}`),
    ])
    expect(keys.filter((key) => !has(`detectors.${key}`))).toEqual([])
  })
})

function findingsOf(name: (typeof detectors)[number]['name'], index: number): readonly Finding[] {
  const example = examplesOf[name][index]!
  const detections = runDetectors(exampleService(example), { [name]: example.parameters ?? {} })
  const detection = detections.find(({ detector }) => detector === name)!
  return detection.status === 'ran' ? detection.findings : []
}

function firstFinding(name: (typeof detectors)[number]['name'], index: number): Finding {
  return findingsOf(name, index)[0]!
}

type Texts = { readonly [key: string]: string | Texts }

function keysOf(texts: Texts, path = ''): string[] {
  return Object.entries(texts)
    .flatMap(([key, value]) =>
      typeof value === 'string' ? (value ? [path + key] : []) : keysOf(value, `${path}${key}.`),
    )
    .sort()
}

/** The names of values that a text uses, each once. */
function placeholders(translator: ReturnType<typeof createTranslator>, key: string): string[] {
  let texts: string | Texts = textsOf(translator.language, 'detectors')
  for (const part of key.split('.')) texts = (texts as Texts)[part]!
  return [
    ...new Set(Array.from(String(texts).matchAll(/(?<!one |other |yes |no )\{(\w+)[},]/g), ([, name]) => name!)),
  ].sort()
}
