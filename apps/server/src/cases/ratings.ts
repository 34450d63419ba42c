import type { CaseDetail } from '@zhengfeng/contract'
import { type CaseRecord, defaultMonitorRules, type MonitorRules, type TraceEvent } from '@zhengfeng/monitor'
import { instant } from './case-row.ts'

type Rating = CaseDetail['ratings'][number]

/** The ratings of a case in order of time; those whose level the source does not tell are left out. */
export function ratingsOf(
  record: CaseRecord,
  stepOf: ReadonlyMap<string, string>,
  rules: MonitorRules = defaultMonitorRules,
): Rating[] {
  return record.events
    .filter(({ activity }) => stepOf.get(activity) === 'rate')
    .map((event) => ({ event, level: levelOf(event, rules) }))
    .filter(({ level }) => level !== undefined)
    .sort((a, b) => a.event.occurredAt - b.event.occurredAt || a.event.seq - b.event.seq)
    .map(({ event, level }) => ({ at: instant(event.occurredAt), level: level!, byDefault: byDefault(event, rules) }))
}

function levelOf(event: TraceEvent, { attributes, satisfactionLevels }: MonitorRules): number | undefined {
  const said = firstOf(event, attributes.satisfaction)
  return said === undefined ? undefined : satisfactionLevels[said.trim()]
}

function byDefault(event: TraceEvent, { attributes, trueTexts }: MonitorRules): boolean {
  return trueTexts.includes((firstOf(event, attributes.defaultRating) ?? '').toLowerCase())
}

function firstOf({ attributes }: TraceEvent, names: readonly string[]): string | undefined {
  const name = names.find((each) => attributes?.[each] !== undefined)
  return name === undefined ? undefined : String(attributes![name])
}
