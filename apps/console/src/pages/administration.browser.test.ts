import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountId, administration, doneId, importId, sourceId, webhookId } from '../testing/administration.ts'
import { barriers, browserMissing, flaws, launch, openPage, settled, type View } from '../testing/browser.ts'
import { type Site, startSite } from '../testing/site.ts'

const addresses = [
  '/imports',
  `/imports/${importId}`,
  `/imports/${doneId}`,
  '/sources',
  `/sources/${sourceId}`,
  `/sources/${sourceId}?tab=tokens`,
  `/sources/${sourceId}?tab=profile`,
  `/sources/${sourceId}?tab=try`,
  `/sources/${sourceId}/check-up`,
  '/webhooks',
  `/webhooks/${webhookId}`,
  '/users',
  `/users/${accountId}`,
  '/audit',
  '/settings',
  '/settings?tab=limits',
  '/settings?tab=warningRules',
  '/settings?tab=indexWeights',
  '/settings?tab=indicators',
  '/settings?tab=closing',
  '/settings?tab=ingestion',
  '/divisions',
  '/operations',
]

const views: readonly Required<Pick<View, 'language' | 'theme' | 'width'>>[] = [
  { language: 'zh-CN', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 390 },
]

describe.skipIf(browserMissing)(
  `the administration screens in Chromium${browserMissing ? ` (skipped: ${browserMissing})` : ''}`,
  () => {
    let browser: Browser
    let site: Site

    beforeAll(async () => {
      browser = await launch()
    })
    beforeEach(async () => {
      await site?.close()
      site = await startSite(administration())
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

    it('the wizard leads from a file to its figures by keyboard alone', async () => {
      const { page, close } = await openPage(browser, `${site.url}/imports`)
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: '选择文件' }).press('Enter')
      await (await chooser).setFiles({
        name: '办件.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('办件编号,环节,时间\n'),
      })
      await page.waitForURL(`**/imports/${importId}`)
      await settled(page)
      const step = page.getByRole('combobox', { name: '“办结”对应的标准环节' })
      await step.focus()
      await step.selectOption('close')
      const apply = page.getByRole('button', { name: '按此重新读取' })
      await apply.press('Enter')
      await expect.poll(() => page.getByText('以下是修改后的读取方式。').count()).toBe(1)
      expect(await page.getByRole('combobox', { name: '“办结”对应的标准环节' }).inputValue()).toBe('close')
      await page.getByRole('textbox', { name: '新区划的名称' }).fill('政务大厅')
      await page.getByRole('button', { name: '开始导入' }).press('Enter')
      await page.getByRole('heading', { name: '导入完成' }).waitFor()
      expect(await page.getByText('8,575').count()).toBe(1)
      const wrote = site.calls.filter((call) => /^(PUT|POST)/.test(call) && !call.includes('check-profile'))
      expect(wrote.map((call) => call.replace(importId, 'it'))).toEqual([
        'POST /api/v1/imports',
        'PUT /api/v1/imports/it/profile',
        'PUT /api/v1/imports/it/plan',
        'POST /api/v1/imports/it/run',
      ])
      await close()
    })

    it('what is wrong with a profile is told at its line, and cannot be applied', async () => {
      const { page, close } = await openPage(browser, `${site.url}/imports/${importId}`)
      await page.getByRole('button', { name: '全部内容（YAML）' }).press('Enter')
      const text = page.getByRole('textbox', { name: '配置（YAML）' })
      await text.fill('version: 1\ncolumns:\n  case: 错\n')
      await page.getByRole('button', { name: '第 3 行' }).press('Enter')
      expect(await text.evaluate((it: HTMLTextAreaElement) => it.value.slice(it.selectionStart, it.selectionEnd))).toBe(
        '  case: 错',
      )
      expect(await page.getByRole('button', { name: '按此重新读取' }).isDisabled()).toBe(true)
      await close()
    })

    it('an import is undone only after being asked', async () => {
      const { page, close } = await openPage(browser, `${site.url}/imports/${doneId}`)
      await page.getByRole('button', { name: '撤销导入' }).press('Enter')
      expect(site.calls.some((call) => call.includes('/undo'))).toBe(false)
      await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).press('Enter')
      await expect.poll(() => site.calls.some((call) => call.endsWith('/undo'))).toBe(true)
      await close()
    })

    it('a token is shown once, with an example that holds it', async () => {
      const { page, close } = await openPage(browser, `${site.url}/sources/${sourceId}?tab=tokens`)
      await page.getByRole('button', { name: '发放令牌' }).press('Enter')
      await page.getByRole('dialog').getByRole('textbox', { name: '名称' }).fill('生产环境')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^发\s?放$/ })
        .press('Enter')
      await page.getByText('Authorization: Bearer zf_sampletoken').waitFor()
      await page.getByRole('button', { name: '已保存好，关闭' }).press('Enter')
      expect(await page.getByText('zf_sampletoken').count()).toBe(0)
      await close()
    })

    it('roles that must be apart cannot be given together', async () => {
      const { page, close } = await openPage(browser, `${site.url}/users/${accountId}`)
      await page.getByRole('button', { name: '添加角色' }).press('Enter')
      await page.getByRole('combobox', { name: '角色' }).last().selectOption('auditAdministrator')
      await page.getByText('这些角色不能由同一人担任').waitFor()
      expect(
        await page
          .getByRole('button', { name: '保 存' })
          .or(page.getByRole('button', { name: '保存' }))
          .isDisabled(),
      ).toBe(true)
      await close()
    })

    it('weights must add up and keep their floors before they can be saved', async () => {
      const { page, close } = await openPage(browser, `${site.url}/settings?tab=indexWeights`)
      const weight = (name: string) => page.getByRole('spinbutton', { name })
      await weight('满意（不低于 20）').fill('10')
      await page.getByText('合计 70，应为 100').waitFor()
      await weight('效能（不低于 5）').fill('65')
      await page.getByText('低于政策下限 20').waitFor()
      await close()
    })

    it('a change that somebody else made meanwhile is told, not written over', async () => {
      const { page, close } = await openPage(browser, `${site.url}/settings?tab=closing`)
      await page.getByRole('textbox', { name: '当天之后几天封账' }).fill('5')
      const save = page.getByRole('button', { name: /^保\s?存$/ })
      await save.first().press('Enter')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^保\s?存$/ })
        .press('Enter')
      await page.getByText('另一人 已改为第 1 版').waitFor()
      await page.keyboard.press('Escape')
      expect(await save.first().isDisabled()).toBe(true)
      await page.getByRole('button', { name: '保留我的修改，覆盖最新的' }).press('Enter')
      await save.first().press('Enter')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^保\s?存$/ })
        .press('Enter')
      await page.getByText('设置已保存。').waitFor()
      await close()
    })
  },
)
