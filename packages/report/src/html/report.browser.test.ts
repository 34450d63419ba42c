import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Language, languages } from '@zhengfeng/locales'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallCheckUp } from '../testing/check-up-of.ts'
import { renderHtml } from './render-html.ts'

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const browserFlags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage']
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface View {
  readonly language: Language
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
}

const views: readonly View[] = languages.flatMap((language) =>
  (['light', 'dark'] as const).flatMap((colorScheme) => [390, 1440].map((width) => ({ language, colorScheme, width }))),
)

describe.skipIf(!existsSync(chromiumPath))(`the report in Chromium (skipped where ${chromiumPath} is absent)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-report-'))
  let browser: Browser

  beforeAll(async () => {
    for (const language of languages)
      writeFileSync(join(folder, `${language}.html`), renderHtml(smallCheckUp(), language))
    browser = await chromium.launch({ executablePath: chromiumPath, args: browserFlags })
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  /** Opens the report and gathers whatever it should not do. */
  async function open({ language, colorScheme, width }: View): Promise<{ page: Page; trouble: string[] }> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) trouble.push(`request: ${request.url()}`)
    })
    await page.goto(pathToFileURL(join(folder, `${language}.html`)).href)
    return { page, trouble }
  }

  const wide: View = { language: 'en', colorScheme: 'light', width: 1440 }

  it.each(views)('has no barriers in $language, $colorScheme, $width px, all unfolded', async (view) => {
    const { page, trouble } = await open(view)
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    // The policy of the page forbids foreign scripts; the debugger's own may run.
    await page.evaluate(axeSource)
    const violations = await page.evaluate<readonly unknown[]>(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]))',
    )
    expect(violations).toEqual([])
    expect(trouble).toEqual([])
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBe(0)
    await page.close()
  })

  it('lets the keyboard choose what the map shows', async () => {
    const { page } = await open(wide)
    await page.focus('.map-panel input[type=radio]')
    await page.keyboard.press('ArrowRight')
    const panel = page.locator('.map-panel')
    expect(await panel.getAttribute('data-measure')).toBe('duration')
    expect(await page.locator('.map-panel .by-frequency').first().isVisible()).toBe(false)
    expect(await page.locator('.map-panel .by-duration').first().isVisible()).toBe(true)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.type')).toBe('range')
    const said = await page.locator('.map-panel output').textContent()
    expect(await page.locator('.map-panel input[type=range]').getAttribute('aria-valuetext')).toBe(said)
    await page.close()
  })

  it('makes what scrolls within itself a stop of the Tab key, and nothing else', async () => {
    const { page } = await open(wide)
    const stops = page.locator('.scroll[tabindex="0"]')
    const offices = page.locator('#offices .scroll')
    expect(await offices.getAttribute('tabindex')).toBeNull()
    await page.setViewportSize({ width: 390, height: 900 })
    await expect.poll(() => offices.getAttribute('tabindex')).toBe('0')
    expect(await stops.count()).toBeLessThan(await page.locator('.scroll').count())
    await page.close()
  })

  it('says at which sides an area has more to show, until it is scrolled to its end', async () => {
    const { page } = await open({ ...wide, width: 390 })
    const area = page.locator('#offices .scroll')
    expect(await area.getAttribute('data-more')).toBe('right')
    await area.evaluate((node: { scrollLeft: number; scrollWidth: number }) => {
      node.scrollLeft = node.scrollWidth
    })
    await expect.poll(() => area.getAttribute('data-more')).toBe('left')
    await page.close()
  })

  it('stacks the time above what happened on a narrow page', async () => {
    const { page } = await open({ ...wide, width: 390 })
    await page.click('details.finding summary')
    const cells = page.locator('details.finding[open] .timeline tbody tr').first().locator('td')
    const [time, what] = [await cells.nth(0).boundingBox(), await cells.nth(1).boundingBox()]
    expect(what!.y).toBeGreaterThanOrEqual(time!.y + time!.height - 1)
    expect(what!.width).toBeGreaterThan(250)
    await page.close()
  })

  it('skips to the content, and says which section is being read', async () => {
    const { page } = await open(wide)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    await page.locator('.toc a[href="#method"]').click()
    await page.waitForSelector('.toc a[href="#method"][aria-current]')
    expect(await page.locator('.toc a[aria-current]').count()).toBe(1)
    await page.close()
  })

  it('sorts tables by their columns', async () => {
    const { page } = await open(wide)
    const table = page.locator('#offices table')
    const names = (): Promise<string[]> => table.locator('tbody th').allTextContents()
    await table.locator('thead button').first().click()
    const rising = await names()
    await table.locator('thead button').first().click()
    expect(await names()).toEqual(rising.toReversed())
    expect(await table.locator('th').first().getAttribute('aria-sort')).toBe('descending')
    await page.close()
  })

  it('finds findings by text, and opens and closes them all', async () => {
    const { page } = await open(wide)
    const visible = page.locator('details.finding:visible')
    const all = await visible.count()
    expect(all).toBeGreaterThan(1)
    const last = await page.locator('details.finding .who bdi').last().textContent()
    await page.fill('#finding-search', last!)
    const found = await visible.count()
    expect(found).toBeGreaterThan(0)
    expect(found).toBeLessThan(all)
    const said = page.locator('#finding-search-said')
    const { total } = smallCheckUp().findings
    expect(await said.textContent()).toBe(
      `${found} of the ${all} listed here match, of ${total} found; all are in findings.xlsx`,
    )
    await page.fill('#finding-search', '')
    await page.click('[data-expand=all]')
    expect(await page.locator('details.finding[open]').count()).toBe(all)
    await page.click('[data-expand=none]')
    expect(await page.locator('details.finding[open]').count()).toBe(0)
    await page.close()
  })

  it('counts nobody whom findings merely mention in a timeline', async () => {
    const { page } = await open(wide)
    expect(await page.locator('details.finding .timeline', { hasText: 'officer 9' }).count()).toBeGreaterThan(0)
    await page.fill('#finding-search', 'officer 9')
    expect(await page.locator('details.finding:visible').count()).toBe(0)
    const all = await page.locator('details.finding').count()
    const { total } = smallCheckUp().findings
    expect(await page.locator('#finding-search-said').textContent()).toBe(
      `None of the ${all} listed here matches. ${total} were found; all are in findings.xlsx: search there too`,
    )
    await page.close()
  })

  it('reads the same without scripts, controls left out', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(pathToFileURL(join(folder, 'en.html')).href)
    expect(await page.locator('.controls:visible').count()).toBe(0)
    expect(await page.locator('svg.map:visible').count()).toBe(1)
    await context.close()
  })

  it('prints the foremost findings of each check unfolded, a line of each other, and charts without backgrounds', async () => {
    const { page } = await open(wide)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(await page.locator('details.foremost:not([open]), details.more:not([open])').count()).toBe(0)
    const overdue = page.locator('#detector-overdue details.finding')
    const bodies = overdue.locator('.body')
    expect(await overdue.count()).toBeGreaterThan(3)
    expect(await bodies.nth(2).isVisible()).toBe(true)
    expect(await bodies.nth(3).isVisible()).toBe(false)
    expect(await overdue.nth(3).locator('.said').isVisible()).toBe(true)
    expect(await page.locator('.figure .base a').first().isVisible()).toBe(false)
    expect(
      await page.evaluate(
        "[...document.querySelectorAll('.scroll')].every((area) => { const { backgroundImage, maskImage } = getComputedStyle(area); return backgroundImage === 'none' && maskImage === 'none' })",
      ),
    ).toBe(true)
    expect(await page.locator('.toc').isVisible()).toBe(false)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(await page.locator('details.finding[open]').count()).toBe(0)
    await page.close()
  })
})
