import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommand, temporaryFolder } from '../testing.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder.path, name)

beforeEach(() => vi.stubEnv('DATABASE_URL', ''))
afterEach(() => vi.unstubAllEnvs())

describe('migrate, backup and restore on the embedded database', () => {
  it('move an installation into a new folder', async () => {
    const made = await runCommand('migrate', '--data', at('old'))
    expect(made).toMatchObject({ exitCode: 0, printed: expect.stringContaining('0001-core.sql: done') })
    expect(await runCommand('migrate', '--check', '--data', at('old'))).toMatchObject({
      exitCode: 0,
      printed: 'The tables are as this version needs them.',
    })
    const saved = await runCommand('backup', at('old.gz'), '--data', at('old'))
    expect(saved).toMatchObject({
      exitCode: 0,
      printed: `${at('old.gz')} holds 0 events, 0 cases, 0 rows in all.`,
    })
    expect(await runCommand('backup', join(at('no-folder'), 'x.gz'), '--data', at('old'))).toMatchObject({
      exitCode: 4,
    })
    const restored = await runCommand('restore', at('old.gz'), '--data', at('new'))
    expect(restored).toMatchObject({ exitCode: 0, printed: expect.stringContaining('is restored: 0 events') })
    const again = await runCommand('backup', at('old.gz'), '--data', at('new'))
    expect(again).toMatchObject({ exitCode: 3, noted: expect.stringContaining('Choose another name') })
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('refuse where there is no database, no backup or no folder, and make nothing', async () => {
    writeFileSync(at('other.txt'), 'no backup')
    expect(await runCommand('backup', at('x.gz'), '--data', at('none'))).toMatchObject({
      exitCode: 2,
      noted: expect.stringContaining('there is no database'),
    })
    expect(await runCommand('migrate', '--check', '--data', at('none'))).toMatchObject({ exitCode: 2 })
    expect(await runCommand('restore', at('missing.gz'), '--data', at('none'))).toMatchObject({
      exitCode: 2,
      noted: expect.stringContaining('does not exist'),
    })
    expect(existsSync(at('none'))).toBe(false)
    expect(await runCommand('restore', at('other.txt'), '--data', at('other'))).toMatchObject({
      exitCode: 3,
      noted: expect.stringContaining('is no backup'),
    })
    expect(existsSync(at('other'))).toBe(false)
  })
})
