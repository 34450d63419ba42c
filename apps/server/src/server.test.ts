import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxAccount } from '@zhengfeng/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'
import { type RunningServer, type StartOptions, startServer } from './server.ts'
import { silentLog } from './storage/testing.ts'

describe('a server that starts', () => {
  let folder: string
  let server: RunningServer | undefined
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhengfeng-server-'))
  })
  afterEach(async () => {
    await server?.close()
    server = undefined
    await rm(folder, { recursive: true, force: true })
  })

  const start = async (options: StartOptions = {}, environment: Record<string, string> = {}) => {
    const configuration = readConfiguration({ ZHENGFENG_DATA: folder, ZHENGFENG_PORT: '0', ...environment })
    server = await startServer(configuration, { log: silentLog, ...options })
    return server
  }
  const statusOf = async (url: string, headers: Record<string, string> = {}) => (await fetch(url, { headers })).status

  test('can be reached at once, and says that it is starting', async () => {
    const { url, ready } = await start()
    const response = await fetch(`${url}/api/v1/session`, { headers: { 'accept-language': 'en' } })
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toMatchObject([
      503,
      '3',
      { code: 'starting', title: 'The system is starting' },
    ])
    const page = await fetch(url, { headers: { accept: 'text/html' } })
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('系统正在启动')])
    expect([await statusOf(`${url}/health`), await statusOf(`${url}/ready`)]).toEqual([200, 503])
    await ready
    expect([await statusOf(`${url}/ready`), await statusOf(`${url}/api/v1/session`)]).toEqual([200, 200])
  })

  test('makes a key that only its user can read, and keeps it', async () => {
    await (await start()).ready
    const file = join(folder, 'master.key')
    const key = await readFile(file, 'utf8')
    expect([(await stat(file)).mode & 0o777, Buffer.from(key, 'base64').length]).toEqual([0o600, 32])
    await server?.close()
    await (await start()).ready
    expect(await readFile(file, 'utf8')).toBe(key)
  })

  test('does not start with another key, and says what to do', async () => {
    await (await start()).ready
    await server?.close()
    const other = Buffer.alloc(32, 1).toString('base64')
    await expect((await start({}, { ZHENGFENG_KEY: other })).ready).rejects.toThrow('does not belong to this database')
  })

  test('does not start with a key that others can read', async () => {
    await writeFile(join(folder, 'master.key'), Buffer.alloc(32, 1).toString('base64'), { mode: 0o644 })
    await expect((await start()).ready).rejects.toThrow('others on this machine can read the master key')
  })

  test('tells the token for the first administrator until there is one', async () => {
    const tokens: string[] = []
    const options = { onSetupNeeded: (token: string) => tokens.push(token) }
    const { url, ready } = await start(options)
    await ready
    const body = JSON.stringify({ token: tokens[0], login: 'first', name: 'First', password: 'four unrelated words' })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${url}/api/v1/setup`, { method: 'POST', headers, body })).status).toBe(200)
    await server?.close()
    await (await start(options)).ready
    expect(tokens).toHaveLength(1)
  })

  test('finishes the request under way when it closes, and answers no new one', async () => {
    const { url, ready, close } = await start()
    const platform = await ready
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const query = platform.db.query.bind(platform.db)
    ;(platform.db as { query: typeof query }).query = async (...parameters) => {
      await held
      return query(...parameters) as never
    }
    const answer = fetch(`${url}/ready`).then((response) => response.status)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = close()
    await expect(fetch(`${url}/health`)).rejects.toThrow()
    release()
    expect(await answer).toBe(200)
    await closed
  })

  test('gives up on headers that never end', async () => {
    const { url, ready } = await start()
    await ready
    const answer = await rawAnswer(url, 'GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ')
    expect(answer).toMatch(/^HTTP\/1\.1 408 timeout\r\n/)
  }, 40_000)

  test('answers what is no HTTP with a problem', async () => {
    const { url, ready } = await start()
    await ready
    expect(await rawAnswer(url, 'HELO there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 malformed\r\n[\s\S]*"code":"malformed"/)
    const tooLong = await rawAnswer(url, `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(tooLong).toMatch(/^HTTP\/1\.1 413 tooLarge\r\n/)
  })

  test('in the sandbox has an account for each role, and outside it none of them works', async () => {
    const { url, ready } = await start({}, { ZHENGFENG_SANDBOX: '1' })
    await ready
    const { items } = (await (await fetch(`${url}/api/v1/sandbox/accounts`)).json()) as { items: SandboxAccount[] }
    expect(items.map(({ role }) => role)).toHaveLength(9)
    const signIn = async (at: string) => {
      const body = JSON.stringify({ login: items[0].login, password: items[0].password })
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${at}/api/v1/session`, { method: 'POST', headers, body })).status
    }
    expect(await signIn(url)).toBe(200)
    await server?.close()
    const real = await start()
    await real.ready
    expect([await signIn(real.url), await statusOf(`${real.url}/api/v1/sandbox/accounts`)]).toEqual([401, 404])
  })
})

/** What comes back on a connection until the server closes it. */
function rawAnswer(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}
