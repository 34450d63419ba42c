import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { run } from '../main.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

async function serve(...words: string[]): Promise<{ code: number; told: string }> {
  const told: string[] = []
  const code = await run(['serve', '--lang', 'en', ...words], { note: (text) => told.push(text) })
  return { code, told: told.join('\n') }
}

describe('zhengfeng serve', () => {
  it('names every variable that is wrong, before anything is started', async () => {
    vi.stubEnv('ZHENGFENG_KEY', 'short')
    vi.stubEnv('ZHENGFENG_PORT', '99999')
    const { code, told } = await serve()
    expect(code).toBe(2)
    expect(told).toContain('ZHENGFENG_KEY')
    expect(told).toContain('ZHENGFENG_PORT')
  })

  it.each(['abc', '99999', '1.5'])('names --port and its range where it is %s', async (port) => {
    expect(await serve('--port', port)).toEqual({
      code: 2,
      told: `--port cannot be “${port}”. Give a whole number in 0 … 65535.`,
    })
  })

  it('says in words alone that another process has the folder open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-serve-'))
    mkdirSync(join(folder, 'database'))
    writeFileSync(join(folder, 'database', 'database.lock'), JSON.stringify({ pid: 1, host: 'elsewhere' }))
    const { code, told } = await serve('--port', '0', '--data', folder)
    rmSync(folder, { recursive: true })
    expect({ code, told }).toMatchObject({
      code: 2,
      told: expect.stringContaining('is open in process 1 on elsewhere'),
    })
  })

  it('says which port is taken, and what to do', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const { code, told } = await serve('--port', String(port))
    await new Promise((resolve) => other.close(resolve))
    expect({ code, told }).toEqual({
      code: 2,
      told: `127.0.0.1:${port} is taken by another program. Stop that one, or choose another port with --port.`,
    })
  })

  it('refuses an option that it does not have', async () => {
    expect(await serve('--ports', '1')).toMatchObject({ code: 2, told: expect.stringContaining('--ports') })
  })
})
