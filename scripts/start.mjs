// `npm start` (`npm start -- --lang en`): simulates a small province, checks up its log and says where the report lies. The server will take its place.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** What the user added, such as the language; an environment that asks for English is passed on as it is. */
const words = process.argv.slice(2)
const program = `${root}apps/cli/bin/zhengfeng.js`

if (!existsSync(`${root}apps/cli/dist/main.js`)) run('npm', ['run', '-s', 'build'], process.platform === 'win32')
run(process.execPath, [program, 'sandbox', '--cases', '5000', '--seed', '7', '--out', `${root}sandbox`, ...words])
run(process.execPath, [
  program,
  'inspect',
  `${root}sandbox/cases.csv`,
  '--profile',
  `${root}sandbox/profile.yaml`,
  '--out',
  `${root}check-up`,
  ...words,
])

function run(command, words, shell = false) {
  const { status } = spawnSync(command, words, { cwd: root, stdio: 'inherit', shell })
  if (status !== 0) process.exit(status ?? 1)
}
