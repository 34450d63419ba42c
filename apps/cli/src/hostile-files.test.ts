import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { terminalText } from './terminal-text.ts'
import { runCommand, temporaryFolder } from './testing.ts'

const folder = temporaryFolder()
const csv = 'case,activity,time\na,accept,2026-01-05T09:00:00+08:00\na,close,2026-01-06T09:00:00+08:00\n'
const good = folder.file('good.csv', csv)
const onLinux = process.platform === 'linux'

test('an event longer than the first 64 KB is still an event', async () => {
  const event = { caseNo: 'x'.repeat(100_000), activity: 'a', occurredAt: '2026-01-05T09:00:00+08:00' }
  const path = folder.file('long.ndjson', `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`)
  expect(await runCommand('inspect', path, '--out', join(folder.path, 'long'))).toMatchObject({ exitCode: 0 })
})

describe('what is no plain file is not read', () => {
  test('a folder that is called like a log', async () => {
    const path = join(folder.path, 'office')
    mkdirSync(join(path, 'x.csv'), { recursive: true })
    expect(await runCommand('inspect', path)).toMatchObject({
      exitCode: 2,
      noted: `${join(path, 'x.csv')} is no plain file. A log is read more than once, so save it to a file first.`,
    })
  })

  test.skipIf(!onLinux)('a pipe or a device, as a log or as a profile', async () => {
    const pipe = join(folder.path, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(await runCommand('inspect', pipe)).toMatchObject({ exitCode: 2 })
    expect(await runCommand('inspect', '/dev/zero')).toMatchObject({ exitCode: 2 })
    expect(await runCommand('inspect', good, '--profile', '/dev/zero')).toMatchObject({ exitCode: 2 })
  })

  test('a log given as a profile', async () => {
    const big = folder.file('big.csv', csv.repeat(60_000))
    expect(await runCommand('inspect', good, '--profile', big)).toMatchObject({ exitCode: 2 })
  })
})

describe('output does no harm', () => {
  test('what is read is not written over, not even through a link', async () => {
    const link = join(folder.path, 'link.csv')
    symlinkSync(good, link)
    for (const out of [good, link]) {
      expect(await runCommand('convert', good, '--to', 'ndjson', '--out', out)).toMatchObject({ exitCode: 2 })
      expect(await runCommand('profile', good, '--save', out)).toMatchObject({ exitCode: 2 })
      expect(await runCommand('inspect', good, '--save-profile', out)).toMatchObject({ exitCode: 2 })
    }
    expect(readFileSync(good, 'utf8')).toBe(csv)
    const named = folder.file('check-up.json', csv)
    expect(await runCommand('inspect', named, '--out', folder.path)).toMatchObject({ exitCode: 2 })
  })

  test('a folder can be checked up again when its report lies in it', async () => {
    const office = join(folder.path, 'again')
    mkdirSync(office)
    folder.file('again/cases.csv', csv)
    for (let round = 0; round < 2; round++)
      expect(await runCommand('inspect', office, '--out', office)).toMatchObject({ exitCode: 0 })
  })

  test('where a folder stands in the place of a report, the others are not written either', async () => {
    const target = join(folder.path, 'taken')
    mkdirSync(join(target, 'check-up.html'), { recursive: true })
    expect(await runCommand('inspect', good, '--out', target)).toMatchObject({ exitCode: 4 })
    expect(readdirSync(target)).toEqual(['check-up.html'])
  })

  test('a link is followed, not replaced', async () => {
    const file = folder.file('real.csv', 'old')
    const link = join(folder.path, 'to-real.csv')
    symlinkSync(file, link)
    expect(await runCommand('convert', good, '--to', 'csv', '--out', link)).toMatchObject({ exitCode: 0 })
    expect(readFileSync(file, 'utf8')).toContain('accept')
  })

  test.skipIf(!onLinux)('a pipe is written to, not replaced', async () => {
    const pipe = join(folder.path, 'out-pipe')
    execFileSync('mkfifo', [pipe])
    const reader = `cat '${pipe}' & exec "$0" "$@"`
    const { stdout } = spawnSync('sh', [
      '-c',
      reader,
      process.execPath,
      program,
      'convert',
      good,
      '--to',
      'csv',
      '-o',
      pipe,
    ])
    expect(String(stdout)).toContain('accept')
    expect(statSync(pipe).isFIFO()).toBe(true)
  })

  test.skipIf(!onLinux)('a folder that cannot be made does not hang', async () => {
    expect(await runCommand('inspect', good, '--out', '/proc/none/report')).toMatchObject({ exitCode: 4 })
  })
})

const program = fileURLToPath(new URL('../bin/zhengfeng.js', import.meta.url))

describe('standard output may fail', () => {
  const shell = (script: string) => spawnSync('bash', ['-c', script, 'bash', process.execPath, program, good])

  test('a reader that goes is no fault', () => {
    const many = folder.file('many.csv', `case,activity,time\n${csv.slice(19).repeat(20_000)}`)
    const { stderr } = shell(
      `set -o pipefail; "$1" "$2" convert '${many}' --to csv --lang en | head -1; echo "rc $?" >&2`,
    )
    expect(String(stderr)).toBe('rc 0\n')
  })

  test.skipIf(!onLinux)('a full disk is told', () => {
    const { status, stderr } = shell('"$1" "$2" convert "$3" --to csv --lang en > /dev/full')
    expect([status, String(stderr).includes('the disk is full')]).toEqual([4, true])
    expect(shell('"$1" "$2" detectors > /dev/full').status).toBe(4)
  })
})

test('what could steer a terminal is shown as a replacement character', () => {
  expect(terminalText('a\u001b[31m\u009b2J\u202eb\tc\nd 政风 👩‍👧')).toBe('a\ufffd[31m\ufffd2J\ufffdb\tc\nd 政风 👩‍👧')
})

test('names of files and texts of the log reach the summary without control characters', async () => {
  const path = folder.file('\u001b[31mred.csv', csv)
  const { printed } = await runCommand('inspect', path, '--out', join(folder.path, 'red'))
  expect(printed).toContain('\ufffd[31mred.csv')
  expect(printed).not.toContain('\u001b')
})
