import { expect, test } from 'vitest'
import { createTranslator, type Language, loadTexts } from '../../text/texts.ts'
import { mostNamed } from './most-named.ts'

test('a tenth is rounded up, so that of few units one may be named', () => {
  expect([1, 6, 10, 11, 20, 21].map(mostNamed)).toEqual([1, 1, 1, 2, 2, 3])
})

test.each<[Language, string]>([
  ['zh-CN', '参加排名的 6 个单位中，最多列出 1 个，'],
  ['en', 'Of 6 ranked units, up to 1 may be named,'],
])('the text in %s says of how many units how many may be named', async (language, begins) => {
  const { t } = createTranslator(language, { analysis: await loadTexts(language, 'analysis') })
  const text = t('analysis.ranking.last.explanation', { count: 6, most: mostNamed(6) })
  expect(text.slice(0, begins.length)).toBe(begins)
})
