import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemCodes } from '@zhengfeng/contract'
import { createTranslator, languages } from '@zhengfeng/locales'
import { describe, expect, test } from 'vitest'
import { languageOf } from './language.ts'
import { problemDocument } from './problem-document.ts'
import { ProblemError } from './problem-error.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)
const code = files.map((file) => readFileSync(join(source, file), 'utf8')).join('\n')

describe.each(languages)('the texts of problems in %s', (language) => {
  const { has } = createTranslator(language)

  test('tell of every problem what kind it is and what to do', () => {
    const missing = problemCodes
      .flatMap((problem) => ['title', 'detail'].map((part) => `server.problems.${problem}.${part}`))
      .filter((key) => !has(key))
    expect(missing).toEqual([])
  })

  test('are there for every reason that the code gives', () => {
    const reasons = Array.from(
      code.matchAll(/ProblemError\(\s*'(\w+)',\s*\{[^}]*reason: '([\w.]+)'/g),
      ([, problem, reason]) => `server.problems.${problem}.reasons.${reason}`,
    )
    expect(reasons.length).toBeGreaterThan(10)
    expect([...new Set(reasons)].filter((key) => !has(key))).toEqual([])
  })

  test('are there for every key that the code gives to a field', () => {
    const keys = Array.from(code.matchAll(/field: ?[^}]*message: '([A-Za-z.]+)'/g), ([, key]) => `server.fields.${key}`)
    expect(keys.length).toBeGreaterThan(5)
    expect([...new Set(keys)].filter((key) => !has(key))).toEqual([])
  })

  test('a problem without the values of its text is still told', () => {
    for (const problem of problemCodes) {
      const document = problemDocument(new ProblemError(problem), language, 'r')
      expect(document.title).not.toBe('')
      expect(JSON.stringify(document)).not.toMatch(/\{\w+\}|undefined/)
    }
  })
})

describe('the language', () => {
  test.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-TW,en;q=0.5', 'zh-CN'],
    ['de,fr;q=0.9', 'zh-CN'],
    ['de;q=1,en;q=0.1', 'en'],
    ['en;q=0,zh', 'zh-CN'],
    [';;,q=,\u0000', 'zh-CN'],
    ['x'.repeat(100_000), 'zh-CN'],
  ])('of %s is %s', (header, language) => expect(languageOf(header)).toBe(language))
})
