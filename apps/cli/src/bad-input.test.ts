import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { runCommand, temporaryFolder } from './testing.ts'

const folder = temporaryFolder()
const out = join(folder.path, 'out')
const csv = 'case,activity,time\na,accept,2026-01-05T09:00:00+08:00\na,close,2026-01-06T09:00:00+08:00\n'

/** Runs `inspect` on bad input: whatever happens, there is no stack trace and no half report. */
async function refusal(path: string, ...words: readonly string[]): Promise<{ exitCode: number; noted: string }> {
  const { exitCode, noted, printed } = await runCommand('inspect', path, '--out', out, ...words)
  expect(noted).not.toMatch(/^\s+at .*\.(ts|js):\d+/m)
  expect(printed).toBe('')
  expect(existsSync(out) ? readdirSync(out) : []).toEqual([])
  return { exitCode, noted }
}

describe('a source that cannot be read is named, with the reason and the next step', () => {
  test('empty file', async () => {
    expect(await refusal(folder.file('empty.csv', ''))).toEqual({
      exitCode: 3,
      noted: `${join(folder.path, 'empty.csv')} is empty. Export the log again and check that it holds rows.`,
    })
  })

  test('header without rows', async () => {
    const { exitCode, noted } = await refusal(folder.file('header.csv', 'case,activity,time\n'))
    expect([exitCode, noted.includes('header.csv holds no event')]).toEqual([3, true])
  })

  test('missing file', async () => {
    expect((await refusal(join(folder.path, 'none.csv'))).exitCode).toBe(2)
  })

  test('binary file', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)
    expect((await refusal(folder.file('picture.csv', bytes))).exitCode).toBe(3)
  })

  test('truncated gzip', async () => {
    const whole = gzipSync(Buffer.from(csv.repeat(2000)))
    const { exitCode, noted } = await refusal(folder.file('cut.csv.gz', whole.subarray(0, whole.length - 40)))
    expect([exitCode, noted.includes('ends too early')]).toEqual([3, true])
  })

  test('gzip that is damaged in the middle', async () => {
    const whole = gzipSync(Buffer.from(csv.repeat(2000)))
    whole.fill(0xff, 60, 90)
    expect((await refusal(folder.file('damaged.csv.gz', whole))).exitCode).toBe(3)
  })

  test('XML entities that expand without end', async () => {
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
    const xml = `<?xml version="1.0"?><!DOCTYPE log [<!ENTITY l0 "ha">${laughs}]><log><trace><string key="concept:name" value="&l9;"/></trace></log>`
    const { exitCode, noted } = await refusal(folder.file('laughs.xes', xml))
    expect([exitCode, noted.includes('XML entity')]).toEqual([3, true])
  })

  test('XML entity that reads a file', async () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]><log><trace>&x;</trace></log>'
    expect((await refusal(folder.file('external.xes', xml))).exitCode).toBe(3)
  })

  test('XML that ends in the middle', async () => {
    expect((await refusal(folder.file('cut.xes', '<?xml version="1.0"?><log><trace><event>'))).exitCode).toBe(3)
  })

  test('a line of 100 MB', async () => {
    const { exitCode, noted } = await refusal(folder.file('long.csv', `case,activity,time\n"${'x'.repeat(100 << 20)}`))
    expect([exitCode, noted.includes('longer than')]).toEqual([3, true])
  })

  test('a CSV without the columns that a log needs', async () => {
    const { exitCode, noted } = await refusal(folder.file('colours.csv', 'colour,size\nred,3\nblue,4\n'))
    expect([exitCode, noted.includes('columns.case')]).toEqual([3, true])
  })

  test('a profile for other data', async () => {
    const { exitCode, noted } = await refusal(folder.file('good.csv', csv), '--profile', 'wabo')
    expect([exitCode, noted.includes('case:concept:name')]).toEqual([3, true])
  })

  test('a profile that is not valid names the line and the field', async () => {
    const profile = folder.file(
      'bad.yaml',
      'columns: { case: case, activity: activity, time: time }\ncalendar: { weekend: [8] }\n',
    )
    const { exitCode, noted } = await refusal(folder.file('good.csv', csv), '--profile', profile)
    expect([exitCode, noted.includes('line 2'), noted.includes('calendar.weekend')]).toEqual([3, true, true])
  })

  test('a profile with a threshold outside its range', async () => {
    const profile = folder.file(
      'range.yaml',
      `columns: { case: case, activity: activity, time: time }\ndetectors: { overdue: { nothing: 1 } }\n`,
    )
    const { exitCode, noted } = await refusal(folder.file('good.csv', csv), '--profile', profile)
    expect([exitCode, noted.includes('nothing')]).toEqual([3, true])
  })

  test('--strict stops at the first row that cannot be used and names it', async () => {
    const bad = folder.file('bad.csv', `${csv}b,accept,yesterday\n`)
    const { exitCode, noted } = await refusal(bad, '--strict')
    expect([exitCode, noted.includes('line 4'), noted.includes('yesterday')]).toEqual([3, true, true])
  })
})

test('a CSV of 10,000 columns is read or refused, but neither hangs nor fails', async () => {
  const names = ['case', 'activity', 'time', ...Array.from({ length: 9997 }, (_, i) => `c${i}`)]
  const row = (id: string) =>
    [id, 'accept', '2026-01-05T09:00:00+08:00', ...Array.from({ length: 9997 }, () => '1')].join(',')
  const path = folder.file('wide.csv', `${names.join(',')}\n${row('a')}\n${row('b')}\n`)
  const { exitCode } = await runCommand('inspect', path, '--out', join(folder.path, 'wide'))
  expect([0, 3]).toContain(exitCode)
}, 120_000)

describe('the report is written whole or not at all', () => {
  test('where a file stands in the place of the folder', async () => {
    const blocked = folder.file('blocked', 'a file')
    const { exitCode, noted } = await runCommand('inspect', folder.file('good.csv', csv), '--out', blocked)
    expect(exitCode).toBe(4)
    expect(noted).toContain('Nothing was left half done.')
  })

  test('where a folder stands in the place of one of the files', async () => {
    const target = join(folder.path, 'taken')
    mkdirSync(join(target, 'check-up.html'), { recursive: true })
    mkdirSync(join(target, 'check-up.html', 'x'))
    const { exitCode } = await runCommand('inspect', folder.file('good.csv', csv), '--out', target)
    expect(exitCode).toBe(4)
    expect(readdirSync(target).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

test('text of a log cannot reach the terminal as control characters', async () => {
  const { noted } = await runCommand(
    'inspect',
    folder.file('esc.csv', `case,activity,time\na,b,\u001b[2Jx\n`),
    '--strict',
    '--out',
    out,
  )
  expect(noted).not.toContain('\u001b')
})

test('the words of the user are checked', async () => {
  expect(await runCommand('inspcet')).toMatchObject({ exitCode: 2 })
  expect(await runCommand('inspect')).toMatchObject({ exitCode: 2 })
  expect(await runCommand('inspect', '--colour')).toMatchObject({ exitCode: 2 })
  expect(await runCommand('sandbox', '--misconduct', 'laziness=0.1')).toMatchObject({ exitCode: 2 })
  expect(await runCommand('inspect', 'x.csv', '--lang', 'fr')).toMatchObject({ exitCode: 2 })
  expect(await runCommand('convert', folder.file('good.csv', csv), '--to', 'pdf')).toMatchObject({ exitCode: 2 })
})
