import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { CheckUp } from '@zhengfeng/report'
import { describe, expect, test } from 'vitest'
import { runCommand, temporaryFolder } from './testing.ts'

const folder = temporaryFolder()
const out = (name: string): string => join(folder.path, name)

const csv = `办件编号,环节名称,环节处理人,处理单位,环节结束时间
A1,收件,张三,市场监管,2026-01-05 09:00
A1,受理,张三,市场监管,2026/1/5 10:00
A1,办结,李四,市场监管,2026年1月7日 9:30
A2,受理,李四,医保,2026-01-06 11:00
`

async function inspectJson(...words: readonly string[]): Promise<CheckUp> {
  const { exitCode, printed, noted } = await runCommand('inspect', ...words, '--json', '--out', out('json'))
  expect([exitCode, noted]).toEqual([0, expect.any(String)])
  return JSON.parse(printed) as CheckUp
}

describe('inspect', () => {
  test('reads a Chinese export without a profile, says how, and writes three files', async () => {
    const { exitCode, printed, noted } = await runCommand(
      'inspect',
      folder.file('cases.csv', csv),
      '--out',
      out('first'),
    )
    expect(exitCode).toBe(0)
    expect(noted).toContain('case: 办件编号 (by its name)')
    expect(printed).toContain('2 cases, 4 events, 3 activities')
    expect(readFileSync(out('first/check-up.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    expect(JSON.parse(readFileSync(out('first/check-up.json'), 'utf8')).counts.cases).toBe(2)
    expect(readFileSync(out('first/findings.xlsx')).subarray(0, 2).toString()).toBe('PK')
  })

  test('gives the same figures for the same log in any format and encoding', async () => {
    const source = folder.file('same.csv', csv)
    const expected = (await inspectJson(source)).plain
    for (const format of ['csv', 'xes', 'ndjson']) {
      const path = out(`same-as.${format}`)
      await runCommand('convert', source, '--to', format, '--out', path)
      expect((await inspectJson(path)).plain, format).toEqual(expected)
    }
    const utf16 = folder.file('utf16.csv', Buffer.from(`\ufeff${csv}`, 'utf16le'))
    expect((await inspectJson(utf16)).plain).toEqual(expected)
    expect((await inspectJson(folder.file('packed.csv.gz', gzipSync(csv)))).plain).toEqual(expected)
  })

  test('takes files as offices and a folder as one office, whose files continue each other', async () => {
    mkdirSync(out('east'))
    const [head, first, ...rest] = csv.split('\n')
    writeFileSync(out('east/january.csv'), `${head}\n${first}\n`)
    writeFileSync(out('east/february.csv'), `${head}\n${rest.join('\n')}`)
    const { offices, counts } = await inspectJson(out('east'), folder.file('west.csv', csv))
    expect(offices.map(({ name, cases, events }) => [name, cases, events])).toEqual([
      ['east', 2, 4],
      ['west', 2, 4],
    ])
    expect(counts.cases).toBe(4)
  })

  test('is reproducible: the same input and profile give the same check-up', async () => {
    const source = folder.file('again.csv', csv)
    expect(await inspectJson(source)).toEqual(await inspectJson(source))
  })

  test('identifies its input and profile by their digests', async () => {
    const { method } = await inspectJson(folder.file('digest.csv', csv))
    expect(method.inputs[0]!.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(method.profile.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('uses the profile that it saved', async () => {
    const source = folder.file('saved.csv', csv)
    const profile = out('saved.yaml')
    const proposed = (await inspectJson(source, '--save-profile', profile)).plain
    expect((await inspectJson(source, '--profile', profile)).plain).toEqual(proposed)
  })
})

describe('profile', () => {
  test('prints a profile and, apart from it, the reasons', async () => {
    const { exitCode, printed, noted } = await runCommand('profile', folder.file('p.csv', csv))
    expect(exitCode).toBe(0)
    expect(printed).toContain('case: 办件编号')
    expect(printed).toMatch(/accept:\n {4}- 受理/)
    expect(noted).toContain('Activities without a canonical step: 0')
  })
})

describe('convert', () => {
  test('draws the process of a log', async () => {
    const { exitCode } = await runCommand('convert', folder.file('b.csv', csv), '--to', 'bpmn', '--out', out('b.bpmn'))
    expect(exitCode).toBe(0)
    expect(readFileSync(out('b.bpmn'), 'utf8')).toContain('name="受理"')
  })

  test('neutralises what a spreadsheet would take for a formula', async () => {
    const source = folder.file('formula.csv', csv.replace('张三', '=cmd|x'))
    await runCommand('convert', source, '--to', 'csv', '--out', out('formula-out.csv'))
    expect(readFileSync(out('formula-out.csv'), 'utf8')).toContain(`'=cmd|x`)
  })
})

describe('sandbox', () => {
  test.each(['csv', 'xes', 'ndjson'])(
    'writes a log as %s with labels and the profile that reads it',
    async (format) => {
      const words = ['--cases', '300', '--seed', '3', '--misconduct', 'repeated-supplements=0.1', '--format', format]
      expect(await runCommand('sandbox', ...words, '--out', out(format))).toMatchObject({ exitCode: 0 })
      const labels = JSON.parse(readFileSync(out(`${format}/labels.json`), 'utf8'))
      expect(labels.cases.length).toBeGreaterThan(0)
      const { counts, findings } = await inspectJson(
        out(`${format}/cases.${format}`),
        '--profile',
        out(`${format}/profile.yaml`),
      )
      expect(counts.cases).toBe(300)
      const found = findings.detectors.find(({ detector }) => detector === 'repeated-supplements')
      expect(found).toMatchObject({ status: 'ran', findings: expect.arrayContaining([expect.anything()]) })
    },
  )

  test('gives the same log for the same seed', async () => {
    for (const name of ['one', 'two']) await runCommand('sandbox', '--cases', '200', '--seed', '5', '--out', out(name))
    expect(readFileSync(out('one/cases.csv'), 'utf8')).toBe(readFileSync(out('two/cases.csv'), 'utf8'))
  })

  test('names a kind of misconduct that does not exist', async () => {
    const { exitCode, noted } = await runCommand('sandbox', '--misconduct', 'laziness=1', '--out', out('none'))
    expect([exitCode, noted.includes('“laziness”')]).toEqual([2, true])
  })
})

describe('detectors', () => {
  test('are listed with what they find, need and assume, in both languages', async () => {
    const english = await runCommand('detectors')
    const chinese = await runCommand('detectors', '--lang', 'zh-CN')
    expect(english.printed).toContain('buck-passing  Buck passing')
    expect(chinese.printed).toContain('buck-passing  推诿扯皮')
    expect(JSON.parse((await runCommand('detectors', '--json')).printed)).toHaveLength(13)
  })
})

test('every command explains itself', async () => {
  for (const command of ['inspect', 'profile', 'convert', 'sandbox', 'detectors']) {
    for (const language of ['en', 'zh-CN']) {
      expect(await runCommand(command, '--help', '--lang', language)).toMatchObject({ exitCode: 0 })
    }
  }
  expect((await runCommand('--version')).printed).toMatch(/^\d+\.\d+\.\d+$/)
})
