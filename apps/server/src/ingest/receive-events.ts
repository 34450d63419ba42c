import type { Readable } from 'node:stream'
import { type EventsReport, eventFlags, type eventsRoutes, type RejectedEvent } from '@zhengfeng/contract'
import type { Call } from '../http/implement.ts'
import { textsIn } from '../http/language.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import type { BodyBudget } from './body-budget.ts'
import type { EventWriter, Submitted } from './event-writer.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { readEventBody } from './read-body.ts'
import { type EventFault, isFault, readEvent } from './read-event.ts'
import { type EventPlace, rejectedEvent } from './rejected-event.ts'
import type { SourceReader } from './source-reader.ts'
import type { UsageLog } from './source-usage.ts'
import type { TokenQuotas } from './token-quota.ts'

export interface Reception {
  readonly platform: Pick<Platform, 'db' | 'bus'>
  readonly writer: EventWriter
  readonly sources: SourceReader
  readonly quotas: TokenQuotas
  readonly usage: UsageLog
  readonly budget: BodyBudget
}

type SendCall = Call<(typeof eventsRoutes)['send']>

/**
 * Takes the events of a request: reads, checks, stores, and tells what became of each.
 *
 * @throws ProblemError where nothing was stored, and why
 */
export async function receiveEvents(reception: Reception, call: SendCall): Promise<EventsReport> {
  const { who } = call.access
  if (who.kind !== 'token') throw new ProblemError('forbidden', { needed: 'events.write' })
  const noted = { sourceId: who.sourceId, tokenId: who.id }
  try {
    await reception.quotas.check(who.id)
  } catch (error) {
    if (error instanceof ProblemError) reception.usage.note({ ...noted, ...nothing, throttled: true })
    throw error
  }
  const parcel = await readParcel(reception, call, who.sourceId)
  reception.quotas.take(who.id, parcel.events.length)
  const submitted = await reception.writer.submit(parcel.events, { sourceId: who.sourceId })
  const report = reportOf(parcel, submitted, call)
  reception.usage.note({
    ...noted,
    stored: report.accepted,
    repeated: report.duplicates,
    rejected: report.rejected,
    throttled: false,
  })
  if (report.accepted + report.duplicates > 0 || report.rejectedCount === 0) return report
  throw refusalOf(report)
}

const nothing = { stored: 0, repeated: 0, rejected: [] } as const

/** The events of a request that can be stored, and what is wrong with the others. */
interface Parcel {
  readonly events: readonly IncomingEvent[]
  /** One per event: where it stood. */
  readonly places: readonly EventPlace[]
  readonly faults: readonly { readonly fault: EventFault; readonly place: EventPlace }[]
}

async function readParcel({ platform, sources, budget }: Reception, call: SendCall, sourceId: string): Promise<Parcel> {
  const source = await sources.activeSource(sourceId)
  const mayTell = new Set((await cachedTree(platform)).subtree(source.division))
  const events: IncomingEvent[] = []
  const places: EventPlace[] = []
  const faults: { fault: EventFault; place: EventPlace }[] = []
  let index = 0
  const take = (raw: unknown, line: number | undefined): void => {
    const read = readEvent(raw, source.division)
    const place = placeOf(raw, { index: index++, line })
    if (isFault(read)) faults.push({ fault: read, place })
    else if (!mayTell.has(read.division))
      faults.push({
        fault: { code: 'outOfScope', field: 'division', value: read.division },
        place: { ...place, division: read.division },
      })
    else {
      events.push(read)
      places.push(place)
    }
  }
  const { headers, body } = call.request
  const form = { contentType: headers['content-type'], contentEncoding: headers['content-encoding'] }
  await budget.spend(async (bytes) => {
    await readEventBody(body as Readable, form, { take, onBytes: bytes })
  })
  return { events, places, faults }
}

function placeOf(raw: unknown, at: { readonly index: number; readonly line: number | undefined }): EventPlace {
  const { eventId, division } = (raw ?? {}) as { readonly eventId?: unknown; readonly division?: unknown }
  return {
    ...at,
    eventId: typeof eventId === 'string' ? eventId : undefined,
    division: typeof division === 'string' ? division : undefined,
  }
}

function reportOf({ events, places, faults }: Parcel, { outcomes, position }: Submitted, call: SendCall): EventsReport {
  const texts = textsIn(call.language)
  const rejected: RejectedEvent[] = faults.map(({ fault, place }) => rejectedEvent(fault, place, texts))
  const counts = { accepted: 0, duplicates: 0 }
  const flagged = { future: 0, past: 0, personal: 0 }
  outcomes.forEach((outcome, i) => {
    if (outcome.kind === 'contradiction')
      rejected.push(rejectedEvent({ code: 'contradiction', field: outcome.field }, places[i]!, texts))
    else if (outcome.kind === 'duplicate') counts.duplicates += 1
    else {
      counts.accepted += 1
      for (const flag of ['future', 'past', 'personal'] as const)
        if ((outcome.flags & eventFlags[flag]) !== 0) flagged[flag] += 1
    }
  })
  rejected.sort((a, b) => a.index - b.index)
  const divisions = [...new Set(events.map(({ division }) => division))].sort()
  return {
    ...counts,
    rejectedCount: rejected.length,
    rejected,
    flagged,
    position: Object.fromEntries(divisions.map((division) => [division, position.get(division)!])),
  }
}

/** Nothing was good: an error, which tells as much as the report would. */
function refusalOf(report: EventsReport): ProblemError {
  const fields = report.rejected.slice(0, 100).map(({ index, line, field, value, message }) => ({
    field: line === undefined ? `[${index}].${field}` : `${line}: ${field}`,
    ...(value !== undefined && { value }),
    message,
  }))
  return new ProblemError('invalid', { reason: 'events', count: report.rejectedCount }, { fields, extension: report })
}
