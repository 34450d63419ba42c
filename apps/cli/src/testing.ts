import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { run } from './main.ts'
import { silentProgress } from './progress.ts'

/** What a run of the program left behind. */
export interface Outcome {
  readonly exitCode: number
  readonly printed: string
  readonly noted: string
}

/** Runs the program in this process, in English unless told, with its output caught. */
export async function runCommand(...words: readonly string[]): Promise<Outcome> {
  const printed: string[] = []
  const noted: string[] = []
  const exitCode = await run([...words, ...(words.includes('--lang') ? [] : ['--lang', 'en'])], {
    print: (text) => printed.push(text),
    note: (text) => noted.push(text),
    progress: silentProgress,
    now: Date.UTC(2026, 0, 1),
  })
  return { exitCode, printed: printed.join('\n'), noted: noted.join('\n') }
}

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): {
  readonly path: string
  readonly file: (name: string, content: string | Uint8Array) => string
} {
  const path = mkdtempSync(join(tmpdir(), 'zhengfeng-'))
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    file: (name, content) => {
      writeFileSync(join(path, name), content)
      return join(path, name)
    },
  }
}
