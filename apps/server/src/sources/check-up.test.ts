import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { CheckUpStatus } from '@zhengfeng/contract'
import { runDetectors } from '@zhengfeng/detectors'
import {
  type EventLog,
  formatProfile,
  openSource,
  readSources,
  type ShippedProfileName,
  shippedProfile,
} from '@zhengfeng/eventlog'
import { overdueCases, quantile, readService, type ServiceLog } from '@zhengfeng/mining'
import { quantileClocks, quantileOf, sketchError } from '@zhengfeng/monitor'
import { buildCheckUp, type CheckUp } from '@zhengfeng/report'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertDivisions } from '../http/testing.ts'
import { type ImportWorld, openImportWorld } from '../imports/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'

const data = new URL('../../../../../shared/data/', import.meta.url)
const logs = [
  { name: 'WABO as CSV', paths: ['permits-wabo/receipt.csv'], profile: 'wabo' },
  { name: 'WABO as XES', paths: ['permits-wabo/receipt.xes.gz'], profile: 'wabo' },
  { name: 'WABO as CSV, profile proposed', paths: ['permits-wabo/receipt.csv'], profile: undefined },
  { name: 'BPIC15', paths: ['permits-bpic15/BPIC15_1.xes.gz', 'permits-bpic15/BPIC15_2.xes.gz'], profile: 'bpic15' },
] as const
const isThere = existsSync(data)
if (!isThere) process.stderr.write('Check-ups of real logs are skipped: ../shared/data is not there.\n')

describe.skipIf(!isThere).each(engines)('a log that was imported over HTTP into $name', (engine) => {
  describe.each(logs)('$name', ({ paths, profile }) => {
    let db: OwnedDatabase
    let world: ImportWorld
    let source: string
    let inspected: { readonly checkUp: CheckUp; readonly service: ServiceLog }

    beforeAll(async () => {
      db = await openTestDatabase(engine)
      world = await openImportWorld(db)
      await insertDivisions(db)
      const files = paths.map((path) => ({ name: path.split('/')[1]!, content: readFileSync(new URL(path, data)) }))
      const profileText = profile === undefined ? undefined : formatProfile(shippedProfile(profile))
      const done = await world.importFiles(files, profileText === undefined ? {} : { profileText })
      expect(done).toMatchObject({ state: 'done', repeated: 0 })
      source = done.source!
      inspected = await inspect(files, { profile, now: world.platform.now() })
    }, 240_000)
    afterAll(async () => {
      await world.close()
      await db.close()
    })

    test('has the check-up that inspect makes of the files', async () => {
      expect((await world.call<CheckUpStatus>('POST', `/sources/${source}/check-up`)).body).toMatchObject({
        state: 'waiting',
      })
      await world.settle(source)
      const status = (await world.call<CheckUpStatus>('GET', `/sources/${source}/check-up`)).body
      expect(status).toMatchObject({ state: 'ready', stale: false })
      const made = (await world.call<CheckUp>('GET', `/sources/${source}/check-up/file?format=json`)).body
      expect(comparable(made)).toEqual(comparable(inspected.checkUp))
    }, 240_000)

    test('is shown as a page with a policy of its own, and as a workbook', async () => {
      const page = await world.call<string>('GET', `/sources/${source}/check-up/file?format=html&language=en`)
      expect([page.status, page.headers.get('content-security-policy')]).toEqual([
        200,
        expect.stringMatching(/^default-src 'none'; style-src 'sha256-.*script-src 'sha256-.*sandbox allow-scripts/),
      ])
      expect(page.body).toContain('<html lang="en">')
      const book = await world.call<string>('GET', `/sources/${source}/check-up/file?format=xlsx&download=1`)
      expect([book.status, book.headers.get('content-disposition')]).toEqual([
        200,
        'attachment; filename="findings.xlsx"',
      ])
      expect(String(book.body)).toMatch(/^PK/)
    }, 120_000)

    test('has the indicator cells that follow from the files', async () => {
      const { service } = inspected
      const { log, clock } = service
      const isClosed = (c: number): boolean => !Number.isNaN(clock.to[c]!)
      const countOf = (keep: (c: number) => boolean): number => log.caseIds.filter((_, c) => keep(c)).length
      const [cases] = await db.query('select count(*) as cases, sum(event_count) as events from service_case')
      expect(cases).toEqual({ cases: log.caseIds.length, events: log.time.length })
      const [cells] = await db.query(
        `select sum(closed) as closed, sum(lived_ms) as lived_ms, sum(statutory_limited) as statutory_limited,
           sum(statutory_overdue) as statutory_overdue, sum(promised_limited) as promised_limited, sum(promised_overdue) as promised_overdue
         from indicator_day`,
      )
      const [statutory, promised] = [overdueCases(service, 'statutory'), overdueCases(service, 'promised')]
      expect(cells).toEqual({
        closed: countOf(isClosed),
        lived_ms: clock.livedMs.reduce((sum, ms, c) => sum + (isClosed(c) ? ms : 0), 0),
        statutory_limited: countOf((c) => isClosed(c) && statutory[c] !== -1),
        statutory_overdue: countOf((c) => isClosed(c) && statutory[c] === 1),
        promised_limited: countOf((c) => isClosed(c) && promised[c] !== -1),
        promised_overdue: countOf((c) => isClosed(c) && promised[c] === 1),
      })
    })

    test('has open cases that are overdue as of the end of the export', async () => {
      const { service } = inspected
      const late = [overdueCases(service, 'statutory'), overdueCases(service, 'promised')]
      const expected = service.log.caseIds.filter(
        (_, c) => Number.isNaN(service.clock.to[c]!) && late.some((each) => each[c] === 1),
      ).length
      const [open] = await db.query(
        `select count(*) as overdue
         from service_case c
         join source_division d on (d.source_id, d.division) = (c.source_id, c.division)
         where c.open_due < d.observed_until`,
      )
      expect(open).toEqual({ overdue: expected })
    })

    test('has medians of lived and official time within the error of the sketch', async () => {
      const { clock } = inspected.service
      const closed = clock.to.map((at) => (Number.isNaN(at) ? 0 : 1))
      for (const [name, values] of [
        ['lived', clock.livedMs],
        ['official', clock.officialMs],
      ] as const) {
        const buckets = await db.query<{ bucket: number; n: number }>(
          'select bucket, sum(n) as n from indicator_day_bucket where clock = $1 group by bucket order by bucket',
          [quantileClocks[name]],
        )
        const exact = quantile(
          values.filter((ms, c) => closed[c] === 1 && !Number.isNaN(ms)),
          0.5,
        )
        expect(Math.abs(quantileOf(buckets, 0.5) / exact - 1), name).toBeLessThanOrEqual(sketchError)
      }
    })
  })
})

/** What `zhengfeng inspect` does with files. */
async function inspect(
  files: readonly { readonly name: string; readonly content: Buffer }[],
  { profile, now }: { readonly profile: ShippedProfileName | undefined; readonly now: number },
): Promise<{ checkUp: CheckUp; service: ServiceLog }> {
  const sources = await Promise.all(
    files.map(async ({ name, content }) => ({
      office: name.replace(/\..*/, ''),
      source: await openSource({
        name,
        byteLength: content.length,
        read: async function* () {
          yield content
        },
      }),
    })),
  )
  const shipped = profile && shippedProfile(profile)
  const read = await readSources(sources, { given: shipped && { profile: shipped, text: formatProfile(shipped) }, now })
  const service = readService(ofNamedOffice(read.log, sources[0]!.office), read.profile, { until: now })
  const checkUp = buildCheckUp({
    service,
    detections: runDetectors(service),
    readings: read.readings,
    inputs: files.map(({ name, content }) => ({
      path: name,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
    profileText: read.profileText,
    profileSha256: createHash('sha256').update(read.profileText).digest('hex'),
    generatedAt: now,
    version: '0.1.0',
  })
  return { checkUp, service }
}

function ofNamedOffice(log: EventLog, office: string): EventLog {
  if (log.caseOffice) return log
  return { ...log, caseOffice: { kind: 'string', codes: new Int32Array(log.caseIds.length), values: [office] } }
}

/** Without the lines of the files, which are numbers of events now. */
function comparable(checkUp: CheckUp): unknown {
  const lines = new Set(['row', 'rows'])
  return JSON.parse(JSON.stringify(checkUp, (name, value: unknown) => (lines.has(name) ? undefined : value))) as unknown
}
