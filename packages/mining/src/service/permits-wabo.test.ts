import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { type EventLog, readCsv, readXes, shippedProfile } from '@zhengfeng/eventlog'
import { describe, expect, it } from 'vitest'
import { overdueCases, readService, type ServiceLog } from './index.ts'

const shared = (path: string): string => fileURLToPath(new URL(`../../../../../shared/${path}`, import.meta.url))
const csvPath = shared('data/permits-wabo/receipt.csv')
const xesPath = shared('data/permits-wabo/receipt.xes.gz')
const goldenPath = shared('golden/receipt.json')
const present = [csvPath, xesPath, goldenPath].every(existsSync)

describe.skipIf(!present)(`the WABO receipt log as service${present ? '' : ' (skipped: shared/ is absent)'}`, () => {
  it('agrees with the reference on what was late, read from CSV and from XES', async () => {
    const { deadlines } = JSON.parse(readFileSync(goldenPath, 'utf8'))
    const profile = shippedProfile('wabo')
    const source = createReadStream(csvPath)
    const csv = await readCsv(source, profile, { source: 'receipt.csv' })
    const xes = await readXes(createReadStream(xesPath).pipe(createGunzip()), profile, { source: 'receipt.xes.gz' })
    for (const { log } of [csv, xes]) {
      const service = readService(log, profile)
      expect(service.unusableAttributes).toEqual([])
      expect(counts(service)).toEqual({
        cases: deadlines.cases,
        withDeadline: deadlines.with_deadline,
        withEnd: deadlines.with_enddate,
        withPlanned: deadlines.with_planned,
        lastEventAfterDeadline: deadlines.last_event_after_deadline,
        endAfterDeadline: deadlines.enddate_after_deadline,
        endAfterPlanned: deadlines.enddate_after_planned,
      })
    }
  })

  it('has 68 cases that ended on the day of a deadline at midnight or 01:06, when no office is open; those are in time', async () => {
    const profile = shippedProfile('wabo')
    const { log } = await readCsv(createReadStream(csvPath), profile, { source: 'receipt.csv' })
    const service = readService(log, profile)
    const late = overdueCases(service, 'statutory')
    const { to, statutoryDue } = service.clock
    const onTheDay = late.reduce((sum, verdict, c) => sum + (verdict === 0 && to[c]! > statutoryDue[c]! ? 1 : 0), 0)
    expect(onTheDay).toBe(68)
  })

  it('has 67 cases that ended on the day of such a promised date', async () => {
    const profile = shippedProfile('wabo')
    const { log } = await readCsv(createReadStream(csvPath), profile, { source: 'receipt.csv' })
    const service = readService(log, profile)
    const late = overdueCases(service, 'promised')
    const { to, promisedDue } = service.clock
    const onTheDay = late.reduce((sum, verdict, c) => sum + (verdict === 0 && to[c]! > promisedDue[c]! ? 1 : 0), 0)
    expect(onTheDay).toBe(67)
  })
})

function counts(service: ServiceLog): Record<string, number> {
  const { clock, log } = service
  return {
    cases: log.caseIds.length,
    withDeadline: known(clock.statutoryDue),
    withEnd: known(clock.to),
    withPlanned: known(clock.promisedDue),
    lastEventAfterDeadline: after(lastEvents(log), clock.statutoryDue),
    endAfterDeadline: after(clock.to, clock.statutoryDue),
    endAfterPlanned: after(clock.to, clock.promisedDue),
  }
}

function known(instants: Float64Array): number {
  return instants.reduce((sum, instant) => sum + (Number.isNaN(instant) ? 0 : 1), 0)
}

function after(instants: Float64Array, due: Float64Array): number {
  return instants.reduce((sum, instant, c) => sum + (instant > due[c]! ? 1 : 0), 0)
}

function lastEvents({ caseOffsets, time }: EventLog): Float64Array {
  return Float64Array.from(caseOffsets.subarray(1), (offset) => time[offset - 1]!)
}
