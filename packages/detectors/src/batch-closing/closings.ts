import { ascendingOrder, type ServiceLog } from '@zhengfeng/mining'
import { officeCode, officerCode, type Reading, stepIndex } from '../reading.ts'

/** What one officer of one office decided or closed, in time order. */
export interface Closings {
  readonly name: string
  readonly step: 'decide' | 'close'
  readonly events: Int32Array
}

/** Decisions and closings by persons, by officer, office and step. Bare dates are left out: they make every day a burst. */
export function closingsByOfficer(service: ServiceLog, reading: Reading): readonly Closings[] {
  const { log } = service
  const steps = (['decide', 'close'] as const).map((step) => ({ step, index: stepIndex(step) }))
  return steps.flatMap(({ step, index }) => {
    const rows: number[] = []
    for (let e = 0; e < log.time.length; e++)
      if (reading.step[e] === index && reading.dateOnly[e] === 0 && officerCode(service, e) >= 0) rows.push(e)
    const order = ascendingOrder(Float64Array.from(rows, (e) => log.time[e]!))
    const byOfficer = new Map<number, number[]>()
    for (const position of order) {
      const e = rows[position]!
      const key = officeCode(service, reading.eventCase[e]!) * log.resource!.values.length + officerCode(service, e)
      const own = byOfficer.get(key)
      if (own) own.push(e)
      else byOfficer.set(key, [e])
    }
    return Array.from(byOfficer.values(), (events) => ({
      name: log.resource!.values[officerCode(service, events[0]!)]!,
      step,
      events: Int32Array.from(events),
    }))
  })
}
