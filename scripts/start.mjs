// `npm start` (`npm start -- --lang en --port 8081`): builds what is not built, then runs the platform with the sandbox province.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const site = `${root}apps/console/dist/site/index.html`

// Knows by itself what is up to date.
if (run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-b']) !== 0) process.exit(1)
if (!existsSync(site) || statSync(site).mtimeMs < newest(['apps/console/src', 'apps/console/index.html', 'locales'])) {
  if (run('npm', ['run', '-s', 'build', '--workspace', '@zhengfeng/console'], process.platform === 'win32') !== 0) {
    process.exit(1)
  }
}

const environment = {
  ZHENGFENG_SANDBOX: '1',
  ZHENGFENG_DATA: `${root}sandbox-data`,
  ZHENGFENG_LOG: 'warn',
  // glibc keeps memory apart for each thread and gives little of it back; two arenas are enough for these few threads.
  MALLOC_ARENA_MAX: '2',
  ...process.env,
}
const program = ['--max-semi-space-size=8', `${root}apps/cli/bin/zhengfeng.js`, 'serve']
const server = spawn(process.execPath, [...program, ...process.argv.slice(2)], { stdio: 'inherit', env: environment })
// The terminal tells the server as well; it ends by itself, and this with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))

function run(command, words, shell = false) {
  return spawnSync(command, words, { cwd: root, stdio: 'inherit', shell }).status ?? 1
}

/** When the newest of some files and folders was changed. */
function newest(paths) {
  return Math.max(...paths.map((path) => newestIn(join(root, path))))
}

function newestIn(path) {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  const inner = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules')
  return Math.max(mtimeMs, ...inner.map((name) => newestIn(join(path, name))))
}
