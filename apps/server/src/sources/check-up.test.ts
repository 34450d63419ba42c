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
import { quantile, readService, type ServiceLog } from '@zhengfeng/mining'
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

    test('has the indicator cells that follow from the files', async () => {
      const { log, clock } = inspected.service
      const closed = clock.to.filter((at) => !Number.isNaN(at)).length
      const [cells] = await db.query<{ closed: number; lived_ms: number }>(
        'select sum(closed) as closed, sum(lived_ms) as lived_ms from indicator_day',
      )
      const [cases] = await db.query<{ cases: number; events: number }>(
        'select count(*) as cases, sum(event_count) as events from service_case',
      )
      expect([cases, cells!.closed]).toEqual([{ cases: log.caseIds.length, events: log.time.length }, closed])
      const livedMs = clock.livedMs.filter((_, c) => !Number.isNaN(clock.to[c]!))
      expect(cells!.lived_ms).toBe(livedMs.reduce((sum, ms) => sum + Math.round(ms), 0))
      expect(quantile(livedMs, 0.5)).toBeGreaterThan(0)
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
