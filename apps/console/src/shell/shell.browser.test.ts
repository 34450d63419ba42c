import { identityRoutes, type Session } from '@zhengfeng/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, browserMissing, flaws, launch, openPage, settled } from '../testing/browser.ts'
import { figuresFor } from '../testing/figures.ts'
import { personOf, sessionOf } from '../testing/people.ts'
import { answer, type MockAnswer, MockProblem, type Site, startSite } from '../testing/site.ts'

const { me: _, ...nobody } = sessionOf('supervisor')

describe.skipIf(browserMissing)(`the shell in Chromium${browserMissing ? ` (skipped: ${browserMissing})` : ''}`, () => {
  let browser: Browser
  const sites: Site[] = []

  beforeAll(async () => {
    browser = await launch()
  })

  afterAll(async () => {
    await browser?.close()
    await Promise.all(sites.map((site) => site.close()))
  })

  /** A site where the session changes when something is sent to it. */
  async function siteWith(
    first: Session,
    answers: (become: (session: Session) => void) => readonly MockAnswer[] = () => [],
  ) {
    let session = first
    const site = await startSite([
      ...figuresFor('supervisor'),
      answer(identityRoutes.session, () => session),
      ...answers((next) => {
        session = next
      }),
    ])
    sites.push(site)
    return site
  }

  describe('signing in', () => {
    it.each(['light', 'dark'] as const)('has no barriers, nor has the list of sandbox accounts (%s)', async (theme) => {
      const site = await siteWith(nobody, () => [sandboxAccounts])
      const { page, trouble, close } = await openPage(browser, `${site.url}/`, { theme, width: 390 })
      await page.getByRole('heading', { name: '演示账号' }).waitFor()
      expect(await barriers(page)).toEqual([])
      expect(await flaws(page)).toEqual([])
      expect(trouble).toEqual([])
      await close()
    })

    it('leads back to the page that was asked for', async () => {
      const site = await siteWith(nobody, (become) => [signIn(() => become(sessionOf('supervisor')))])
      const { page, close } = await openPage(browser, `${site.url}/ranking?period=7d&division=9902`)
      await page.getByLabel('账号', { exact: true }).fill('supervisor')
      await page.getByLabel('密码').fill('right')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '排名' }).waitFor()
      expect(new URL(page.url()).search).toBe('?period=7d&division=9902')
      await close()
    })

    it('one click on a sandbox account signs in', async () => {
      const site = await siteWith(nobody, (become) => [sandboxAccounts, signIn(() => become(sessionOf('analyst')))])
      const { page, close } = await openPage(browser, `${site.url}/`)
      await page.getByRole('button', { name: /^分析人员/ }).press('Enter')
      await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
      await close()
    })

    it('says why it was refused, and where', async () => {
      const site = await siteWith(nobody, () => [
        signIn(() => {
          throw new MockProblem('signInFailed')
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/`)
      await page.getByLabel('账号', { exact: true }).fill('somebody')
      await page.getByLabel('密码').fill('wrong')
      await page.keyboard.press('Enter')
      expect(await page.getByRole('alert').textContent()).toBe('signInFailed')
      await close()
    })

    it('asks for the second factor, and takes it', async () => {
      const site = await siteWith({ ...nobody, secondFactorPending: true }, (become) => [
        answer(identityRoutes.secondFactor, () => {
          become(sessionOf('supervisor'))
          return { state: 'signedIn' as const }
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/`)
      expect(await barriers(page)).toEqual([])
      await page.getByLabel('验证码').fill('123456')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
      await close()
    })

    it('makes the first administrator at the first start', async () => {
      const site = await siteWith({ ...nobody, sandbox: false, setupNeeded: true }, (become) => [
        answer(identityRoutes.setup, ({ body }) => {
          expect(body).toEqual({ token: 't', login: 'first', name: '某某', password: 'long enough' })
          become(sessionOf('securityAdministrator'))
          return { state: 'signedIn' as const }
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/account`)
      expect(await barriers(page)).toEqual([])
      for (const [label, text] of [
        ['启动令牌', 't'],
        ['账号', 'first'],
        ['姓名', '某某'],
        ['密码', 'long enough'],
        ['再输一次密码', 'long enougx'],
      ] as const)
        await page.getByLabel(label, { exact: true }).fill(text)
      await page.keyboard.press('Enter')
      expect(await page.getByText('两次输入的密码不一致。').isVisible()).toBe(true)
      await page.getByLabel('再输一次密码').fill('long enough')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '我的账号' }).waitFor()
      await close()
    })

    it('lets nobody past a password that must change', async () => {
      const site = await siteWith({ ...nobody, me: { ...personOf('analyst'), mustChangePassword: true } }, (become) => [
        answer(identityRoutes.changePassword, () => {
          become(sessionOf('analyst'))
          return undefined
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/`)
      expect(await barriers(page)).toEqual([])
      await page.getByLabel('当前密码').fill('given')
      await page.getByLabel('新密码', { exact: true }).fill('my own password')
      await page.getByLabel('再输一次新密码').fill('my own password')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
      await close()
    })

    it('comes again, with the reason, when the session has ended', async () => {
      const site = await siteWith(sessionOf('supervisor'), (become) => [
        answer(identityRoutes.sessions, () => {
          become(nobody)
          throw new MockProblem('signInNeeded')
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/?period=30d`)
      await page.getByRole('button', { name: /账号与显示设置/ }).click()
      await page.getByRole('link', { name: '我的账号' }).click()
      await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
      expect(await page.getByText('登录已过期').isVisible()).toBe(true)
      await close()
    })
  })

  describe('finding one’s way', () => {
    it('skips to the content with the first key', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, close } = await openPage(browser, `${site.url}/ranking?period=30d`)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
      await close()
    })

    it('finds a page, a division and a case by typing', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, trouble, close } = await openPage(browser, `${site.url}/?period=30d`)
      await page.keyboard.press('Control+k')
      const field = page.getByRole('combobox', { name: '搜索或跳转' })
      await field.fill('流程')
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '流程图' }).waitFor()
      await page.keyboard.press('Control+k')
      await field.fill('丙市二县')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
      expect(new URL(page.url()).searchParams.get('division')).toBe('99032')
      await page.keyboard.press('Control+k')
      await field.fill('99-2026-10001')
      await page.getByRole('option', { name: /99-2026-10001/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL('**/cases/99011/99-2026-10001')
      expect(trouble).toEqual([])
      await close()
    })

    it('goes to pages by g and a letter, and tells the keys on ?', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, close } = await openPage(browser, `${site.url}/?period=30d`)
      await page.keyboard.press('g')
      await page.keyboard.press('r')
      await page.getByRole('heading', { level: 1, name: '排名' }).waitFor()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      expect(await page.getByRole('dialog').count()).toBe(0)
      await close()
    })

    it('on a phone, through the menu', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, trouble, close } = await openPage(browser, `${site.url}/?period=30d`, { width: 390 })
      await page.getByRole('button', { name: '打开导航' }).click()
      expect(await barriers(page)).toEqual([])
      await page.getByRole('dialog').getByRole('link', { name: '三维指数' }).click()
      await page.getByRole('heading', { level: 1, name: '三维指数' }).waitFor()
      expect(await page.getByRole('dialog').count()).toBe(0)
      expect(trouble).toEqual([])
      await close()
    })

    it('tells whoever may not open a page whom to ask, and does not list it', async () => {
      const site = await siteWith(sessionOf('auditAdministrator'))
      const { page, close } = await openPage(browser, `${site.url}/ranking`)
      expect(await page.getByText('您没有查看此内容的权限').isVisible()).toBe(true)
      expect(await page.getByRole('navigation').getByRole('link', { name: '排名' }).count()).toBe(0)
      expect(await barriers(page)).toEqual([])
      await close()
    })

    it('says that an address leads nowhere', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, close } = await openPage(browser, `${site.url}/no/such/page`)
      expect(await page.title()).toBe('找不到页面 · 政风')
      expect(await barriers(page)).toEqual([])
      await close()
    })
  })

  describe('choices', () => {
    it('language, colours and size of type are kept', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, trouble, close } = await openPage(browser, `${site.url}/?period=30d`)
      await page.getByRole('button', { name: 'English' }).click()
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
      await page.getByRole('button', { name: /account and display/ }).click()
      await page.getByLabel('Colours').selectOption('dark')
      await page.getByLabel('Size of type').selectOption('1.3')
      expect(await barriers(page)).toEqual([])
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
      await settled(page)
      expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
      expect(await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--scale')")).toBe('1.3')
      expect(await flaws(page)).toEqual([])
      expect(trouble).toEqual([])
      await close()
    })

    it('a refusal by the server is told with its title, what to do, and a way to try again', async () => {
      const site = await siteWith(sessionOf('supervisor'), () => [
        answer(identityRoutes.sessions, () => {
          throw new MockProblem('storageFull')
        }),
      ])
      const { page, close } = await openPage(browser, `${site.url}/account`)
      const alert = page.getByRole('alert')
      expect(await alert.textContent()).toContain('storageFull')
      expect(await alert.getByRole('button', { name: '重试' }).isVisible()).toBe(true)
      await close()
    })

    it('a server that goes away is told, and the page comes back with it', async () => {
      const site = await siteWith(sessionOf('supervisor'))
      const { page, close } = await openPage(browser, `${site.url}/ranking?period=30d`)
      await page.context().setOffline(true)
      await page.getByText('网络已断开').waitFor()
      await page.context().setOffline(false)
      await page.getByText('网络已断开').waitFor({ state: 'detached' })
      await close()
    })
  })
})

const sandboxAccounts = answer(identityRoutes.sandboxAccounts, () => ({
  items: [
    { login: 'analyst', password: 'p', name: '分析', role: 'analyst' as const, divisionName: '样例省' },
    { login: 'audit', password: 'p', name: '审计', role: 'auditAdministrator' as const },
  ],
}))

function signIn(then: () => void): MockAnswer {
  return answer(identityRoutes.signIn, () => {
    then()
    return { state: 'signedIn' as const }
  })
}
