// Installs the dependencies where they are missing or older than the lock file, so that `npm start` and `npm test` work on
// a fresh clone with nothing but Node.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const installed = `${root}node_modules/.package-lock.json`

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(`${root}package-lock.json`).mtimeMs) {
  console.log('Installing dependencies …')
  if (npm('ci') !== 0 && npm('install') !== 0) {
    console.error('The dependencies could not be installed. Check the network connection and run: npm install')
    process.exit(1)
  }
}

function npm(command) {
  const { status } = spawnSync('npm', [command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status
}
