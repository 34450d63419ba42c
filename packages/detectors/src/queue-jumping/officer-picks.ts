import type { ServiceLog } from '@zhengfeng/mining'
import { officeName } from '../compose-finding.ts'
import { officeCode, officerCode, type Reading } from '../reading.ts'
import type { Picks } from './picks.ts'

/** What one officer of one office took from queues in which enough cases waited; parallel arrays, in time order within a queue. */
export interface OfficerPicks {
  readonly key: number
  readonly name: string
  readonly office: string
  readonly events: readonly number[]
  readonly queues: readonly number[]
  /** 1 where the case was taken before more than the given share of those that waited and had come earlier. */
  readonly jumped: readonly number[]
}

/** What all officers took from one queue. */
export interface Desk {
  picks: number
  jumps: number
  readonly byOfficer: Map<number, { picks: number; jumps: number }>
}

/** Sorts picks by officer and by queue. */
export function picksByOfficer(
  service: ServiceLog,
  reading: Reading,
  { picks, parameters }: { picks: Picks; parameters: Readonly<Record<string, number>> },
): { officers: readonly OfficerPicks[]; desks: ReadonlyMap<number, Desk> } {
  const { log } = service
  const officers = new Map<number, OfficerPicks & { events: number[]; queues: number[]; jumped: number[] }>()
  const desks = new Map<number, Desk>()
  for (let i = 0; i < picks.event.length; i++) {
    const event = picks.event[i]!
    const officer = officerCode(service, event)
    if (officer < 0 || picks.waiting[i]! < parameters.waiting!) continue
    const c = reading.eventCase[event]!
    const key = officeCode(service, c) * log.resource!.values.length + officer
    const jumped = picks.passed[i]! >= parameters.jumpShare! * picks.waiting[i]! ? 1 : 0
    let own = officers.get(key)
    if (!own) {
      own = {
        key,
        name: log.resource!.values[officer]!,
        office: officeName(service, c),
        events: [],
        queues: [],
        jumped: [],
      }
      officers.set(key, own)
    }
    own.events.push(event)
    own.queues.push(picks.queue[i]!)
    own.jumped.push(jumped)
    count(desks, picks.queue[i]!, { key, jumped })
  }
  return { officers: [...officers.values()], desks }
}

function count(desks: Map<number, Desk>, queue: number, { key, jumped }: { key: number; jumped: number }): void {
  const desk = desks.get(queue) ?? { picks: 0, jumps: 0, byOfficer: new Map() }
  desks.set(queue, desk)
  const own = desk.byOfficer.get(key) ?? { picks: 0, jumps: 0 }
  desk.byOfficer.set(key, own)
  desk.picks++
  desk.jumps += jumped
  own.picks++
  own.jumps += jumped
}
