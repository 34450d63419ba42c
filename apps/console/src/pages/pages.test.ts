import type { IndicatorDescription } from '@zhengfeng/contract'
import { describe, expect, it } from 'vitest'
import { createFormatter } from '../text/format.ts'
import { createTranslator, languages, loadTexts } from '../text/texts.ts'
import { lastDay, narrowTo } from './explorer/group-text.ts'
import { pairRows } from './explorer/pair-rows.ts'
import { pages } from './pages.ts'
import { reasonText } from './ranking/reason-text.ts'

describe('the list of pages', () => {
  it('names and addresses and shortcuts are each used once', () => {
    const unique = (values: readonly (string | undefined)[]) => {
      const told = values.filter((value) => value !== undefined)
      expect(new Set(told).size).toBe(told.length)
    }
    unique(pages.map(({ name }) => name))
    unique(pages.map(({ path }) => path))
    unique(pages.map(({ shortcut }) => shortcut))
  })

  it.each(languages)('every page has a name, and its texts are there (%s)', async (language) => {
    const { has } = createTranslator(language, { console: await loadTexts(language, 'console') })
    for (const { name, group, texts } of pages) {
      expect(has(`console.pages.${name}`), name).toBe(true)
      if (group) expect(has(`console.groups.${group}`)).toBe(true)
      await Promise.all(texts.map((feature) => loadTexts(language, feature)))
    }
  })
})

const overdue: IndicatorDescription = {
  id: 'overdueRate',
  unit: 'share',
  direction: 'lower',
  grain: 'flow',
  headline: true,
  rankable: true,
  source: 'practice',
  drillsTo: [],
  groups: [],
}

describe('a group', () => {
  it.each([
    ['day', '2026-02-27', '2026-02-27'],
    ['week', '2026-02-23', '2026-03-01'],
    ['month', '2024-02-01', '2024-02-29'],
  ] as const)('by %s of %s ends on %s', (group, key, last) => {
    expect(lastDay(group, key)).toBe(last)
  })

  it('narrows the slice to its days within the days looked at', () => {
    const within = { from: '2026-02-25', to: '2026-02-27' }
    expect(narrowTo('week', '2026-02-23', within)).toEqual({ period: 'custom', from: '2026-02-25', to: '2026-02-27' })
    expect(narrowTo('item', '某事项', within)).toEqual({ item: '某事项' })
  })
})

it('rows of two slices are paired by key; days stay in order', () => {
  const row = (key: string, value: number) => ({
    keys: [key],
    figures: [{ indicator: 'x', state: 'told' as const, value }],
  })
  const pairs = pairRows([row('2026-01-01', 1), row('2026-01-03', 3)], [row('2026-01-02', 20), row('2026-01-03', 30)])
  expect(pairs.map(({ key, figures }) => [key, figures[0]?.value, figures[1]?.value])).toEqual([
    ['2026-01-01', 1, undefined],
    ['2026-01-02', undefined, 20],
    ['2026-01-03', 3, 30],
  ])
})

it('a reason for being among the last is told in the unit of the indicator', async () => {
  const texts = { console: await loadTexts('zh-CN', 'console'), indicators: await loadTexts('zh-CN', 'indicators') }
  const format = createFormatter(createTranslator('zh-CN', texts))
  const values = { sample: 1400, adjusted: 0.05, overall: 0.03, expected: 0.031, observed: 0.052 }
  expect(reasonText(format, overdue, { key: 'worseThanExpected', values })).toBe(
    '共 1,400 件，调整事项结构后为 5%，全体为 3%；按事项结构本应为 3.1%，实际为 5.2%。',
  )
})

it.each(languages)('intervals of the explorer are said to be of each by itself (%s)', async (language) => {
  const { t } = createTranslator(language, { analysis: await loadTexts(language, 'analysis') })
  expect(t('analysis.key.intervalAlone')).toMatch(/各自单独计算|of each by itself/)
})

it.each(languages)('the number of cards without a reply says that reminders are among them (%s)', async (language) => {
  const { t } = createTranslator(language, { work: await loadTexts(language, 'work') })
  expect(t('work.warningTable.states.openOrReminds')).toMatch(/提醒|reminders/)
})
