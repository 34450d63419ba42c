import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { createTranslator, features, languages, textsOf } from './index.ts'

type Texts = { readonly [key: string]: string | Texts }

describe.each(features)('the texts of %s', (feature) => {
  const [source, ...others] = languages.map((language) => new Map(flatten(textsOf(language, feature) as Texts)))

  test('have the same keys in every language', () => {
    for (const other of others) expect([...other.keys()].sort()).toEqual([...source!.keys()].sort())
  })

  test('have the same placeholders in every language', () => {
    for (const other of others) {
      for (const [key, text] of source!)
        expect([key, placeholders(other.get(key) ?? '')]).toEqual([key, placeholders(text)])
    }
  })

  test('are ICU messages and not empty', () => {
    for (const texts of [source!, ...others]) {
      for (const [key, text] of texts) {
        expect(text.trim(), key).not.toBe('')
        expect(() => new IntlMessageFormat(text, 'en'), key).not.toThrow()
      }
    }
  })
})

test('verbs agree with a count of one', () => {
  for (const feature of features)
    for (const [key, text] of flatten(textsOf('en', feature) as Texts)) {
      const ones = Object.fromEntries(placeholders(text).map((name) => [name, 1]))
      const said = String(new IntlMessageFormat(text, 'en').format(ones))
      expect(said, `${feature}.${key}`).not.toMatch(/(?<!than )\b1 [a-z]+( \(1\))? (were|are|have)\b/)
    }
})

test('a key without a text is an error, so that it is found', () => {
  expect(() => createTranslator('en').t('cli.no.such.key')).toThrow('no text for cli.no.such.key in en')
})

test('numbers are written as the language writes them', () => {
  const values = { cases: 1434, events: 8577, path: 'x' }
  expect(createTranslator('en').t('cli.convert.done', values)).toBe('8,577 events of 1,434 cases written to x')
})

function flatten(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`),
  )
}

interface Part {
  readonly type: number
  readonly value?: unknown
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>
}

const literal = 0
const poundSign = 7

/** The arguments of a message, those within its plural and select branches too. */
function placeholders(text: string): readonly string[] {
  const names = new Set<string>()
  const walk = (parts: readonly Part[]): void => {
    for (const { type, value, options } of parts) {
      if (type !== literal && type !== poundSign) names.add(String(value))
      for (const option of Object.values(options ?? {})) walk(option.value)
    }
  }
  walk(new IntlMessageFormat(text, 'en').getAst() as readonly Part[])
  return Array.from(names).sort()
}
