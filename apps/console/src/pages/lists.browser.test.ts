import { casesRoutes, type View as SavedView, viewsRoutes } from '@zhengfeng/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserMissing, flaws, launch, openPage } from '../testing/browser.ts'
import { caseRows } from '../testing/cases.ts'
import { figuresFor } from '../testing/figures.ts'
import { answer, startSite } from '../testing/site.ts'
import { workFor } from '../testing/work.ts'

const view: SavedView = {
  id: '55555555-5555-4555-8555-555555555555',
  name: '超期的',
  page: 'cases',
  query: { overdue: 'true' },
  shared: true,
  owner: 'li',
  mine: true,
  version: 1,
  changedAt: '2026-03-02T01:00:00.000Z',
}

describe.skipIf(browserMissing)(
  `lists and their views in Chromium${browserMissing ? ` (skipped: ${browserMissing})` : ''}`,
  () => {
    let browser: Browser

    beforeAll(async () => {
      browser = await launch()
    })

    afterAll(async () => {
      await browser?.close()
    })

    it('a list tells of new rows, stays as it is while it is read, and shows them when asked', async () => {
      let asked = 0
      const rows = caseRows(5)
      const list = answer(casesRoutes.list, () => ({ items: asked++ === 0 ? rows.slice(1) : rows }))
      const site = await startSite([...figuresFor('supervisor'), ...workFor('supervisor'), list])
      const { page, close } = await openPage(browser, `${site.url}/cases`)
      const news = page.getByRole('button', { name: '有 1 条新内容：显示' })
      await news.waitFor()
      expect(await page.locator('tbody tr').count()).toBe(4)
      expect(await flaws(page)).toEqual([])
      await news.click()
      await news.waitFor({ state: 'detached' })
      expect(await page.locator('tbody tr').count()).toBe(5)
      await close()
      await site.close()
    })

    it('a view is saved to be shared, and its link opens what it asks for', async () => {
      const bodies: unknown[] = []
      const site = await startSite([
        ...figuresFor('supervisor'),
        ...workFor('supervisor'),
        answer(viewsRoutes.list, () => ({ items: [view] })),
        answer(viewsRoutes.get, () => view),
        answer(viewsRoutes.create, ({ body }) => {
          bodies.push(body)
          return view
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/cases?view=${view.id}`)
      await page.waitForURL((url) => url.searchParams.get('overdue') === 'true')
      expect(new URL(page.url()).searchParams.has('view')).toBe(false)
      await page.getByRole('button', { name: '视图与分享' }).click()
      await page.getByRole('button', { name: '复制“超期的”的共享链接' }).waitFor()
      await page.getByLabel('把当前画面存为').fill('给同事')
      await page.getByLabel('共享这个视图').check()
      await page.getByRole('button', { name: /^保\s?存$/ }).click()
      await expect
        .poll(() => bodies)
        .toEqual([{ name: '给同事', page: 'cases', query: { overdue: 'true' }, shared: true }])
      await close()
      await site.close()
    })
  },
)
