// Installs the dependencies where they are missing or older than the lock file, so that `npm start` and `npm test` work on
// a fresh clone with nothing but Node.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const installed = `${root}node_modules/.package-lock.json`

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(`${root}package-lock.json`).mtimeMs) {
  console.log('Installing dependencies …')
  if (npm('ci', 'ignore') !== 0 && npm('install', 'inherit') !== 0) {
    console.error('The dependencies could not be installed. Check the network connection and run: npm install')
    process.exit(1)
  }
}

/** `npm ci` is exact but refuses a lock file that it thinks incomplete; `npm install` then does, and shows what it says. */
function npm(command, stdio) {
  const { status } = spawnSync('npm', [command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio,
    shell: process.platform === 'win32',
  })
  return status
}
