import { execFileSync, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openPostgresql } from '../storage/open-postgresql.ts'
import { silentLog } from '../storage/testing.ts'
import { asUnprivileged, findPostgresBinaries } from '../storage/testing-server.ts'

/** A PostgreSQL of one test, which may be stopped and started, with fsync on. */
export interface OwnPostgres {
  readonly url: string
  start(): Promise<void>
  /** Ends it at once; what was committed is found again in its log. */
  stop(): Promise<void>
}

/**
 * Makes a PostgreSQL server that listens on a socket in `folder`.
 *
 * @param data where the tables go, a folder that is there; the write-ahead log stays in `folder`
 */
export function makeOwnPostgres(folder: string, data = join(folder, 'data')): OwnPostgres {
  mkdirSync(data, { recursive: true })
  const programs = findPostgresBinaries()!
  const [command, ...before] = asUnprivileged(folder)
  asUnprivileged(data)
  const words = ['-D', join(data, 'tables'), '-X', join(folder, 'wal'), '-U', 'postgres', '--auth=trust']
  execFileSync(command!, [...before, join(programs, 'initdb'), ...words, '--encoding=UTF8', '--locale=C.UTF-8', '-N'], {
    stdio: 'ignore',
    cwd: '/',
  })
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`
  let stop: () => Promise<void> = async () => undefined
  return {
    url,
    start: async () => {
      const log = openSync(join(folder, 'log'), 'a')
      const options = ['-D', join(data, 'tables'), '-k', folder, '-c', 'listen_addresses=', '-c', 'shared_buffers=16MB']
      const child = spawn(command!, [...before, join(programs, 'postgres'), ...options], {
        stdio: ['ignore', log, log],
        cwd: '/',
      })
      closeSync(log)
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      stop = () => {
        child.kill('SIGQUIT')
        return ended
      }
      await untilItAnswers(url)
    },
    stop: () => stop(),
  }
}

async function untilItAnswers(url: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 100) {
    try {
      await (await openPostgresql({ url, size: 1, statementTimeoutMs: 5000, log: silentLog })).close()
      return
    } catch {
      await delay(100)
    }
  }
  throw new Error('the test’s PostgreSQL did not start')
}
