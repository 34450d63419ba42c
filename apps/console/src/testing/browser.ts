import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage']
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const builtPage = fileURLToPath(new URL('../../dist/site/index.html', import.meta.url))

/** Why browser tests cannot run here; `undefined` where they can. */
export const browserMissing = !existsSync(chromiumPath)
  ? `${chromiumPath} is absent`
  : !existsSync(builtPage)
    ? 'the console is not built: npm run build'
    : undefined

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: flags })
}

export interface View {
  readonly language?: 'zh-CN' | 'en'
  readonly theme?: 'light' | 'dark'
  readonly width?: number
  readonly scale?: number
}

export interface OpenPage {
  readonly page: Page
  /** Whatever the page should not do: errors, warnings, foreign requests, broken policy. */
  readonly trouble: readonly string[]
  readonly close: () => Promise<void>
}

/** Opens an address as a person with these choices, and gathers whatever the page should not do. */
export async function openPage(browser: Browser, address: string, view: View = {}): Promise<OpenPage> {
  const { language = 'zh-CN', theme = 'light', width = 1440, scale = 1 } = view
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    reducedMotion: 'reduce',
    locale: language,
  })
  const chosen = JSON.stringify({ language, theme, scale })
  await context.addInitScript((text) => {
    if (!localStorage.getItem('zhengfeng.preferences')) localStorage.setItem('zhengfeng.preferences', text)
  }, chosen)
  const page = await context.newPage()
  const trouble: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith('data:'))
      trouble.push(`request: ${request.url()}`)
  })
  await page.goto(address)
  await page.locator('h1').first().waitFor()
  await settled(page)
  return { page, trouble, close: () => context.close() }
}

/** Waits until nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  // The policy of the page forbids code made from strings, which waiting for a condition would be.
  const loading = page.locator('[aria-busy=true], .shell-progress')
  for (let waitedMs = 0; (await loading.count()) > 0; waitedMs += 50) {
    if (waitedMs > 15_000) throw new Error('the page goes on loading')
    await page.waitForTimeout(50)
  }
}

/** The barriers that axe finds: rule and elements. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return await page.evaluate<readonly string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')))`,
  )
}

/** Keys of texts that were not found, and how many pixels the page is too wide. */
export async function flaws(page: Page): Promise<readonly string[]> {
  return await page.evaluate<readonly string[]>(`(() => {
    const missing = Array.from(new Set(document.body.innerText.match(/⟦[^⟧]*⟧/g) ?? []))
    const tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return tooWide > 0 ? [...missing, 'too wide by ' + tooWide] : missing
  })()`)
}
