import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, browserMissing, flaws, launch, openPage, settled, type View } from '../testing/browser.ts'
import { figuresFor } from '../testing/figures.ts'
import { type Site, startSite } from '../testing/site.ts'
import { workFor } from '../testing/work.ts'

const addresses = [
  '/cases',
  '/cases?overdue=true&sort=openDue&order=asc&item=食品经营许可',
  '/cases/99011/99-2026-10000',
  '/findings',
  '/findings?state=all&subject=officer&at=99011/f1',
  '/findings/99011/f1',
  '/detectors?detector=overdue',
  '/warnings',
  '/warnings/99011/w1',
]

const views: readonly Required<Pick<View, 'language' | 'theme' | 'width'>>[] = [
  { language: 'zh-CN', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 390 },
]

describe.skipIf(browserMissing)(
  `the work screens in Chromium${browserMissing ? ` (skipped: ${browserMissing})` : ''}`,
  () => {
    let browser: Browser
    let site: Site

    beforeAll(async () => {
      site = await startSite([...figuresFor('supervisor'), ...workFor('supervisor')])
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

    it('the inbox is worked by keyboard alone: next, dismiss with a reason, undo, help', async () => {
      const { page, close } = await openPage(browser, `${site.url}/findings`)
      const pane = page.getByRole('region', { name: '疑点详情' })
      await page.keyboard.press('j')
      await settled(page)
      expect(new URL(page.url()).searchParams.get('at')).toBe('99011/f1')
      await pane.getByText('经办人 办事员07').waitFor()
      await page.keyboard.press('d')
      const dialog = page.getByRole('dialog', { name: '排除这条疑点' })
      await dialog.getByLabel('理由').selectOption('other')
      await dialog.getByRole('button', { name: /排\s?除/ }).press('Enter')
      expect(await dialog.getByText('请填写说明。').isVisible()).toBe(true)
      await dialog.getByRole('textbox', { name: '说明' }).fill('有当日的排班表')
      await dialog.getByRole('button', { name: /排\s?除/ }).press('Enter')
      await pane.getByText('已排除：其他：有当日的排班表').waitFor()
      expect(site.calls).toContain('POST /api/v1/findings/99011/f1/dismiss')
      await page.keyboard.press('u')
      await pane.getByText('这是数据支持的疑点').waitFor()
      expect(site.calls).toContain('POST /api/v1/findings/99011/f1/undo')
      await page.keyboard.press('k')
      await settled(page)
      expect(new URL(page.url()).searchParams.get('at')).toBe('99011/f0')
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByText('上一条').waitFor()
      await close()
    })

    it('keys rest while somebody types', async () => {
      const { page, close } = await openPage(browser, `${site.url}/findings?at=99011/f2`)
      await page.getByRole('searchbox', { name: '查找' }).fill('')
      await page.getByRole('searchbox', { name: '查找' }).pressSequentially('dj')
      expect(await page.getByRole('dialog').count()).toBe(0)
      expect(await page.getByRole('searchbox', { name: '查找' }).inputValue()).toBe('dj')
      await close()
    })

    it('a finding about an officer asks for restraint, and is called a suspicion until it is confirmed', async () => {
      const { page, close } = await openPage(browser, `${site.url}/findings/99011/f5`)
      expect(await page.getByText('这条疑点涉及个人').isVisible()).toBe(true)
      expect(await page.getByText('经人确认后才是事实').isVisible()).toBe(true)
      await page.keyboard.press('c')
      await page.getByRole('dialog').getByRole('button', { name: '确认属实' }).press('Enter')
      await page.getByText('已由人确认。').waitFor()
      await page
        .getByRole('button', { name: /撤\s?销/, exact: false })
        .first()
        .click()
      await page.getByText('经人确认后才是事实').waitFor()
      await close()
    })

    it('whoever was not the first is told so, and decides again on what is there now', async () => {
      const { page, close } = await openPage(browser, `${site.url}/findings/99011/f6`)
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog', { name: '确认这条疑点属实' })
      await dialog.getByRole('button', { name: '确认属实' }).click()
      await dialog.getByText('已有人处理过').waitFor()
      const reads = site.calls.filter((call) => call === 'GET /api/v1/findings/99011/f6').length
      expect(reads).toBeGreaterThan(1)
      await close()
    })

    it('several findings are dismissed at once; those refused are told with the reason', async () => {
      const { page, close } = await openPage(browser, `${site.url}/findings?at=99011/f7`)
      for (const key of ['k', 'x', 'j', 'x']) await page.keyboard.press(key)
      const bar = page.getByRole('region', { name: '批量处理' })
      await bar.getByText('已选 2 条').waitFor()
      await bar.getByRole('button', { name: /排\s?除/ }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /排\s?除/ })
        .click()
      await page.getByText('已处理 1 条。 1 条未处理：已有人先处理').waitFor()
      await close()
    })

    it('a case is found by its number, and opened by keyboard', async () => {
      const { page, close } = await openPage(browser, `${site.url}/cases`)
      await page.getByRole('button', { name: '已超期' }).press('Enter')
      await settled(page)
      expect(new URL(page.url()).searchParams.get('overdue')).toBe('true')
      await page.keyboard.press('/')
      await page.keyboard.type('99-2026')
      await page.waitForURL('**text=99-2026**')
      const asked = (): string | undefined => site.calls.findLast((it) => it.startsWith('GET /api/v1/cases?'))
      await expect.poll(asked).toContain('text=99-2026')
      expect(asked()).toContain('overdue=true')
      await settled(page)
      await page.getByRole('row').nth(1).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '99-2026-10000' }).waitFor()
      await close()
    })

    it('a case tells its clocks, why it waits, and what was written down late', async () => {
      const { page, close } = await openPage(browser, `${site.url}/cases/99011/99-2026-10000`)
      const text = (await page.locator('main').textContent())?.replace(/\s+/g, ' ')
      for (const said of [
        '12 个工作日',
        '已扣除暂停 2 个工作日',
        '已超 2 天',
        '等待办理部门',
        '已超过九成同类办件的用时',
        '晚录 2 天 22 小时',
        '已撤回',
        '未见文书',
      ])
        expect(text).toContain(said)
      await close()
    })

    it('personal data is shown only after a reason, and hidden again', async () => {
      const { page, close } = await openPage(browser, `${site.url}/cases/99011/99-2026-10000`)
      expect(await page.getByText('张样例').count()).toBe(0)
      await page.getByRole('button', { name: '查看个人信息' }).click()
      const dialog = page.getByRole('dialog')
      expect(await dialog.getByText('会记入审计日志').isVisible()).toBe(true)
      await dialog.getByRole('textbox').fill('核')
      await dialog.getByRole('button', { name: /查\s?看/ }).click()
      expect(await dialog.getByText('请填写说明。').isVisible()).toBe(true)
      await dialog.getByRole('textbox').fill('核实投诉')
      await dialog.getByRole('button', { name: /查\s?看/ }).click()
      await page.getByText('张样例').waitFor()
      await page.getByRole('button', { name: /隐\s?藏/ }).click()
      expect(await page.getByText('张样例').count()).toBe(0)
      await close()
    })

    it('a card is replied to with a text', async () => {
      const { page, close } = await openPage(browser, `${site.url}/warnings/99011/w2`)
      await page.getByRole('button', { name: /^回\s?复$/ }).click()
      await page.getByRole('dialog').getByRole('textbox').fill('已催办')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^回\s?复$/ })
        .click()
      await page.getByText('已回复。').waitFor()
      expect(site.calls).toContain('POST /api/v1/warnings/99011/w2/reply')
      await close()
    })

    it('a threshold out of its range cannot be saved; one within asks first', async () => {
      const { page, close } = await openPage(browser, `${site.url}/detectors?detector=overdue`)
      const field = page.getByRole('textbox', { name: '宽限期' })
      await field.fill('61')
      expect(await page.getByText('请填 0 至 60 之间的数。').isVisible()).toBe(true)
      expect(await page.getByRole('button', { name: '保存阈值' }).isDisabled()).toBe(true)
      await field.fill('2')
      await page.getByRole('button', { name: '保存阈值' }).click()
      await page.getByRole('dialog').getByRole('button', { name: '保存阈值' }).click()
      await page.getByText('已保存，下一次运行起生效。').waitFor()
      await close()
    })

    it('whoever may not judge reads, and is offered no judgement', async () => {
      const reading = await startSite([...figuresFor('analyst'), ...workFor('analyst')])
      const { page, close } = await openPage(browser, `${reading.url}/findings`)
      expect(await page.getByRole('button', { name: '确认属实' }).count()).toBe(0)
      expect(await page.getByRole('checkbox').count()).toBe(0)
      await page.keyboard.press('c')
      expect(await page.getByRole('dialog').count()).toBe(0)
      await close()
      await reading.close()
    })
  },
)
