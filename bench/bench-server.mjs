// Starts the server that is measured.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The real server, in a process of its own, with a source that may send for all divisions. */
export async function startBenchServer({
  url: database,
  folder: data,
  divisions,
  profile,
  token,
  ingestionOnly = false,
}) {
  const child = spawn(
    process.execPath,
    [...(process.env.SERVER_FLAGS?.split(' ') ?? []), fileURLToPath(new URL('ingest-server.mjs', import.meta.url))],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        ZHENGFENG_DATA: join(data, 'data'),
        ZHENGFENG_PORT: '0',
        ZHENGFENG_LOG: 'warn',
        ZHENGFENG_REQUESTS_PER_MINUTE: '100000000',
        DATABASE_URL: database ?? '',
      },
    },
  )
  const heard = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    })
  const ready = heard()
  child.send({
    divisions,
    source: randomUUID(),
    profile,
    token: randomUUID(),
    ingestionOnly,
    digest: createHash('sha256').update(token).digest('hex'),
  })
  const { port } = await ready
  return {
    port,
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    ask: (what) => {
      const answer = heard()
      child.send(what)
      return answer
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
