// Adds to package-lock.json the optional packages of other platforms, which npm leaves out where it cannot see them and without
// which `npm ci` refuses the lock. Run after every change of dependencies: npm run lock
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

const lock = JSON.parse(readFileSync(path, 'utf8'))
const before = Object.keys(lock.packages).length
for (const { optionalDependencies = {} } of Object.values({ ...lock.packages })) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    lock.packages[`node_modules/${name}`] ??= platformPackage(name, range)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${Object.keys(lock.packages).length - before} packages added`)

/** What npm must know to pass the package over on other platforms; all of it is in the name. */
function platformPackage(name, range) {
  const parts = name.split(/[/.-]/)
  const cpu = processors.filter((each) => parts.includes(each))
  const os = systems.filter((each) => parts.includes(each))
  return {
    version: range.replace(/^[\^~]/, ''),
    dev: true,
    optional: true,
    ...(cpu.length > 0 && { cpu }),
    ...(os.length > 0 && { os }),
    ...(os.includes('linux') && { libc: [/musl/.test(name) ? 'musl' : 'glibc'] }),
  }
}
