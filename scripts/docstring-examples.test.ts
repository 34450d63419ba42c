import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as contract from '@zhengfeng/contract'
import * as detectors from '@zhengfeng/detectors'
import * as eventlog from '@zhengfeng/eventlog'
import * as locales from '@zhengfeng/locales'
import * as mining from '@zhengfeng/mining'
import * as monitor from '@zhengfeng/monitor'
import * as report from '@zhengfeng/report'
import * as sandbox from '@zhengfeng/sandbox'
import * as worktime from '@zhengfeng/worktime'
import { describe, expect, test } from 'vitest'

/**
 * Runs the `@example` of every docstring. A statement followed by `// → value` must deeply equal that value; every export of
 * the project's packages is in scope.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const scope = {
  ...contract,
  ...worktime,
  ...eventlog,
  ...mining,
  ...monitor,
  ...sandbox,
  ...detectors,
  ...locales,
  ...report,
}
const files = ['packages', 'locales'].flatMap((folder) => sourceFiles(join(root, folder)))

for (const file of files) {
  const examples = examplesIn(readFileSync(file, 'utf8'))
  if (examples.length === 0) continue
  describe(relative(root, file), () => {
    for (const { name, code } of examples) test(name, () => run(code))
  })
}

test('there are examples to run', () => {
  expect(files.flatMap((file) => examplesIn(readFileSync(file, 'utf8'))).length).toBeGreaterThan(10)
})

async function run(code: string): Promise<void> {
  const names = Object.keys(scope)
  const body = `return (async () => {\n${statements(code).map(asCheck).join('\n')}\n})()`
  await new Function('expect', ...names, body)(expect, ...Object.values(scope))
}

/** Joins lines until brackets are closed, so that a statement may span lines. */
function statements(code: string): readonly string[] {
  const found: string[] = []
  let open = ''
  for (const line of code.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`
    if (depth(withoutNotes(open)) > 0) continue
    if (open.trim() !== '') found.push(open)
    open = ''
  }
  return found
}

function withoutNotes(code: string): string {
  return code.replace(/\/\/.*$/gm, '').replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '')
}

function depth(code: string): number {
  return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0)
}

function asCheck(statement: string): string {
  const match = /^([\s\S]*?);?\s*\/\/ → (.+)$/.exec(statement)
  if (!match) return statement
  const declared = /^\s*(?:const|let)\s+(\w+)\s*=/.exec(match[1]!)
  if (declared) return `${match[1]}\nexpect(${declared[1]}).toEqual(${match[2]})`
  return `expect(${match[1]}).toEqual(${match[2]})`
}

function examplesIn(source: string): readonly { name: string; code: string }[] {
  const docs = source.matchAll(
    /\/\*\*([\s\S]*?)\*\/\s*export (?:async )?(?:function\*?|const|class|type|interface) (\w+)/g,
  )
  return Array.from(docs).flatMap(([, doc, name]) => {
    const text = doc!.replace(/^\s*\* ?/gm, '')
    return text
      .split(/^@example\s*$/m)
      .slice(1)
      .map((part) => ({ name: name!, code: part.split(/^@\w+/m)[0]!.replace(/^```\w*\s*$/gm, '') }))
  })
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sourceFiles(path)
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}
