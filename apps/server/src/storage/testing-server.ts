import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Where `initdb` and `postgres` are: in PATH, or where Debian puts the newest version. */
export function findPostgresBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/**
 * Starts one PostgreSQL for all workers of a test run, on a socket in a temporary folder. It stops and is removed when the run ends,
 * however it ends.
 *
 * @returns the connection string
 */
export async function startTestServer(): Promise<string> {
  // Every worker of a run has the same parent.
  const run = process.ppid
  const folder = join(tmpdir(), `zhengfeng-pg-${run}`)
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`
  if (claim(folder)) start(folder, run)
  await waitUntilReady(folder)
  return url
}

function claim(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'listen_addresses=',
  'max_connections=200',
  'shared_buffers=64MB',
  'autovacuum=off',
]

/** Ends with the run: the guard looks every second whether the process that runs the tests is still there. */
const guard = `
  "$1/initdb" -D "$2/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync > "$2/log" 2>&1 || { touch "$2/failed"; exit 1; }
  shift_settings="$4"
  "$1/postgres" -D "$2/data" -k "$2" $shift_settings >> "$2/log" 2>&1 &
  server=$!
  while kill -0 "$3" 2> /dev/null || [ -d "/proc/$3" ]; do
    kill -0 $server 2> /dev/null || break
    sleep 1
  done
  kill -QUIT $server 2> /dev/null
  wait $server
  rm -rf "$2"`

function start(folder: string, run: number): void {
  const options = settings.map((setting) => `-c ${setting}`).join(' ')
  const [command, ...before] = asUnprivileged(folder)
  const child = spawn(
    command!,
    [...before, 'sh', '-c', guard, 'sh', findPostgresBinaries()!, folder, String(run), options],
    {
      cwd: '/',
      detached: true,
      stdio: 'ignore',
    },
  )
  child.unref()
}

/** What runs a program that works in `folder` without the rights of root, which PostgreSQL refuses to have. */
export function asUnprivileged(folder: string): string[] {
  if (userInfo().uid !== 0) return ['env']
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })))
  chownSync(folder, uid!, gid!)
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
}

async function waitUntilReady(folder: string): Promise<void> {
  const log = join(folder, 'log')
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    if (existsSync(log) && readFileSync(log, 'utf8').includes('ready to accept connections')) return
    if (existsSync(join(folder, 'failed'))) break
    await delay(50)
  }
  const said = existsSync(log) ? readFileSync(log, 'utf8') : 'nothing'
  writeFileSync(join(folder, 'failed'), '')
  throw new Error(`the test server did not start; it said: ${said}`)
}
