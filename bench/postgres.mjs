// A PostgreSQL server of its own for a measurement, with the settings that it has after installation and fsync on.
import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @returns its URL and how to stop it; told where its programs are not installed */
export async function startPostgres(folder) {
  const programs = findPrograms()
  const user = process.getuid() === 0 ? idOf('postgres') : undefined
  const data = join(folder, 'postgres')
  mkdirSync(data)
  if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid)
  const run = (program, ...args) => execFileSync(join(programs, program), args, { stdio: 'ignore', ...user })
  run('initdb', '-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-U', 'bench')
  const settings = `-c listen_addresses='' -k ${folder} -c max_wal_size=4GB -c shared_buffers=256MB`
  run('pg_ctl', '-D', data, '-o', settings, '-l', join(folder, 'postgres.log'), '-w', 'start')
  return {
    url: `postgresql://bench@localhost/postgres?host=${encodeURIComponent(folder)}`,
    cpuMs: () => cpuMsOf(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0])),
    stop: async () => run('pg_ctl', '-D', data, '-m', 'immediate', 'stop'),
  }
}

/** Of the server and its processes, those that have ended included. */
function cpuMsOf(postmaster) {
  let ticks = 0
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const fields = statOf(pid)
    if (!fields || (Number(pid) !== postmaster && Number(fields[1]) !== postmaster)) continue
    const own = Number(pid) === postmaster ? 4 : 2
    for (let i = 0; i < own; i++) ticks += Number(fields[11 + i])
  }
  return ticks * 10
}

/** What stands after the name of a process, which may hold blanks; undefined where it has ended. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return undefined
  }
}

function findPrograms() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.map((version) => join(debian, version, 'bin')).find((path) => existsSync(join(path, 'initdb')))
  if (!found) throw new Error('PostgreSQL is not installed in /usr/lib/postgresql; give DATABASE_URL or --pglite')
  return found
}

function idOf(name) {
  const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
