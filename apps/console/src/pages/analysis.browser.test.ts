import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, browserMissing, flaws, launch, openPage, settled, type View } from '../testing/browser.ts'
import { figuresFor } from '../testing/figures.ts'
import { type Site, startSite } from '../testing/site.ts'

const addresses = [
  '/?period=30d',
  '/indicators?period=30d&by=day&compare=previous',
  '/indicators?period=30d&indicator=overdueRate&by=division&compare=previous',
  '/indicators?period=30d&indicator=overdueRate&by=week&division=9901&with=9902',
  '/indicators/overdueRate/cases?period=30d&part=numerator',
  '/ranking?period=30d',
  '/index?period=30d',
  '/process-map?period=30d',
  '/wall?period=30d',
  '/account',
]

const views: readonly Required<Pick<View, 'language' | 'theme' | 'width'>>[] = [
  { language: 'zh-CN', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 390 },
]

describe.skipIf(browserMissing)(
  `the analysis screens in Chromium${browserMissing ? ` (skipped: ${browserMissing})` : ''}`,
  () => {
    let browser: Browser
    let site: Site

    beforeAll(async () => {
      site = await startSite(figuresFor('supervisor'))
      browser = await launch()
    })

    afterAll(async () => {
      await browser?.close()
      await site?.close()
    })

    for (const view of views)
      it.each(addresses)(`%s has no barriers in ${view.language}, ${view.theme}, ${view.width} px`, async (address) => {
        const { page, trouble, close } = await openPage(browser, site.url + address, view)
        expect(await barriers(page)).toEqual([])
        expect(await flaws(page)).toEqual([])
        expect(trouble).toEqual([])
        await close()
      })

    it('an overview leads to the cases behind a figure by keyboard alone', async () => {
      const { page, close } = await openPage(browser, `${site.url}/?period=30d`)
      const card = page.getByRole('link', { name: '超期率', exact: true })
      await card.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '指标分析' }).waitFor()
      await settled(page)
      expect(new URL(page.url()).searchParams.get('indicator')).toBe('overdueRate')
      const cases = page.getByRole('link', { name: '看分子中的办件' })
      await cases.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '超期率：背后的办件' }).waitFor()
      await settled(page)
      const first = page.getByRole('row').nth(1)
      await first.focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/cases/99011/99-2026-10001')
      await close()
    })

    it('the division chosen stays when going to another page, and is asked for', async () => {
      const { page, close } = await openPage(browser, `${site.url}/?period=30d`)
      await page.getByRole('button', { name: '单位：全部（我能看到的）' }).click()
      await page.getByRole('searchbox', { name: '按名称或代码查找' }).fill('乙市')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^乙市 / })
        .first()
        .click()
      await page.getByRole('navigation').getByRole('link', { name: '排名' }).click()
      await page.getByRole('heading', { level: 1, name: '排名' }).waitFor()
      await settled(page)
      expect(new URL(page.url()).searchParams.get('division')).toBe('9902')
      expect(site.calls.some((call) => call.startsWith('GET /api/v1/ranking?') && call.includes('division=9902'))).toBe(
        true,
      )
      await close()
    })

    it('events can be held still', async () => {
      const { page, close } = await openPage(browser, `${site.url}/?period=30d`)
      const hold = page.getByRole('button', { name: '暂停' })
      await hold.press('Enter')
      expect(await page.getByRole('button', { name: '继续' }).getAttribute('aria-pressed')).toBe('true')
      await close()
    })

    it('a table is sorted by its buttons, and says so', async () => {
      const { page, close } = await openPage(browser, `${site.url}/index?period=30d`)
      const values = page.getByRole('columnheader', { name: '总分' })
      expect(await values.getAttribute('aria-sort')).toBe('descending')
      await values.getByRole('button').press('Enter')
      expect(await values.getAttribute('aria-sort')).toBe('ascending')
      // 丁市 has no value: such rows come last, whichever way it is sorted.
      expect(await page.getByRole('row').last().textContent()).toContain('丁市')
      await close()
    })

    it('steps of the process bear their names, what is no step the name of its source', async () => {
      const { page, close } = await openPage(browser, `${site.url}/process-map?period=30d`)
      const text = await page.locator('main').textContent()
      expect(text).toContain('收件 → 补正告知')
      expect(text).toContain('转办')
      expect(text).not.toContain('supplementRequest')
      await close()
    })

    it('less detail draws fewer steps, and the link keeps it', async () => {
      const { page, close } = await openPage(browser, `${site.url}/process-map?period=30d`)
      await page.getByRole('slider', { name: '显示多少流转' }).focus()
      await page.keyboard.press('ArrowLeft')
      await settled(page)
      expect(new URL(page.url()).searchParams.get('edges')).toBe('0.8')
      await expect.poll(() => site.calls.at(-1), { timeout: 5_000 }).toContain('edgeShare=0.8')
      await close()
    })

    it('the wall turns, stops on a key, and shows no case numbers', async () => {
      const { page, close } = await openPage(browser, `${site.url}/wall?period=30d&seconds=5`, { width: 1920 })
      const text = await page.locator('main').textContent()
      expect(text).not.toMatch(/99-2026/)
      await page.keyboard.press('Space')
      expect(await page.getByRole('button', { name: '继续' }).isVisible()).toBe(true)
      await page.keyboard.press('ArrowRight')
      expect(await page.getByText('第 2 页，共').isVisible()).toBe(true)
      await close()
    })
  },
)
