import { type Attention, attentionRoutes, type Ranking, indicatorsRoutes as routes } from '@zhengfeng/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventWriter, type EventWriter } from '../ingest/event-writer.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { addDivisions, addSource, hourMs, monday, told } from '../ingest/testing.ts'
import type { Database } from '../storage/database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { indicatorRoutes } from './indicators-routes.ts'

const day = 24
const analyst = testAccess(['indicator.read'])
const slice = { from: '2026-03-01', to: '2026-04-30' }

/** Cases of a division, each accepted on a weekday of several weeks; late ones take three weeks. */
function casesOf(
  division: string,
  { item, count, late }: { readonly item: string; readonly count: number; readonly late: number },
): IncomingEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const from = ((i % 4) * 7 + (i % 5)) * day
    const hours = i < late ? 21 * day : 3
    const attributes = { 'case:item': item }
    const no = `${division}${item}${i}`
    return [
      told(no, 'submit', from, { division, attributes }),
      told(no, 'accept', from, { division }),
      told(no, 'close', from + hours, { division }),
    ]
  }).flat()
}

describe.each(engines)('who needs attention on $name', (engine) => {
  let db: Database
  let platform: TestPlatform
  let writer: EventWriter
  let implementations: ReturnType<typeof indicatorRoutes>
  let source: string
  const attention = async (): Promise<Attention> =>
    (await callRoute(implementations, attentionRoutes.attention, { access: analyst, query: slice })) as Attention
  const ranking = async (): Promise<Ranking> =>
    (await callRoute(implementations, routes.ranking, {
      access: analyst,
      query: { ...slice, indicator: 'overdueRate' },
    })) as Ranking

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday + 55 * day * hourMs
    await addDivisions(db, ['4401', '4402', '4403'])
    source = await addSource(db)
    writer = createEventWriter(platform)
    implementations = indicatorRoutes(platform)
    // Of a hard item half are late everywhere, of an easy one none; 4401 has mostly hard ones and does as the others do.
    const mixes = [
      ['4401', 100, 20],
      ['4402', 40, 100],
      ['4403', 40, 100],
    ] as const
    const events = mixes.flatMap(([division, hard, easy]) => [
      ...casesOf(division, { item: '难', count: hard, late: hard / 2 }),
      ...casesOf(division, { item: '易', count: easy, late: 0 }),
    ])
    await writer.submit(events, { sourceId: source })
  })
  afterAll(async () => {
    await writer.stop()
    await db.close()
  })

  test('is nobody where only the mix of items differs, however far plain shares are apart', async () => {
    const { units } = await ranking()
    const shareOf = (code: string) => units.find(({ division }) => division === code)?.observed ?? 0
    expect(shareOf('4401')).toBeGreaterThan(2 * shareOf('4402'))
    expect((await attention()).items).toEqual([])
  })

  test('is whom the ranking names, with its reasons; worked out once a minute', async () => {
    await writer.submit(casesOf('4403', { item: '易二', count: 150, late: 140 }), { sourceId: source })
    await writer.submit(casesOf('4402', { item: '易二', count: 150, late: 2 }), { sourceId: source })
    await writer.submit(casesOf('4401', { item: '易二', count: 150, late: 2 }), { sourceId: source })
    expect((await attention()).items).toEqual([])
    implementations = indicatorRoutes(platform)
    const last = (await ranking()).units.filter(({ state }) => state === 'bottom')
    expect(last).toMatchObject([
      { division: '4403', reasons: expect.arrayContaining([expect.objectContaining({ key: 'confident' })]) },
    ])
    expect((await attention()).items).toEqual([{ indicator: 'overdueRate', unit: last[0] }])
  })
})
