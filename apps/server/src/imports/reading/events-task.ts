import { type ServiceEvent, serviceEvents } from '@zhengfeng/eventlog'
import type { IncomingEvent } from '../../ingest/incoming-event.ts'
import { checkStorable } from './check-storable.ts'
import { ReadingFailure } from './failures.ts'
import { readFiles } from './read-files.ts'
import type { EventsTask, TaskResults } from './task.ts'
import type { ThreadWorld } from './thread.ts'

/**
 * Reads the files once more and gives their events in the order of the log, case by case, so that the stored events, read in the
 * order of their numbers, are the log again.
 */
export async function sendEvents(task: EventsTask, world: ThreadWorld): Promise<TaskResults['events']> {
  const { log, profile } = await readFiles(task, world)
  checkStorable(log, profile)
  let chunk: IncomingEvent[] = []
  let events = 0
  let caseKey = ''
  // Equal rows of a file are separate events, as `inspect` counts them: told apart by their place among equals of the case.
  let seen = new Map<string, number>()
  for (const event of serviceEvents(log)) {
    const office = event.division ?? ''
    const division = task.divisionOf[office]
    if (division === undefined) throw new ReadingFailure('officeNotMapped', { office })
    const key = JSON.stringify([division, event.caseNo])
    if (key !== caseKey) {
      // Cases stay whole, so that each is written once; one of endless events must not make an endless chunk.
      if (chunk.length >= task.chunkEvents) chunk = await sent(chunk, world)
      seen = new Map()
    }
    caseKey = key
    const incoming = incomingEvent(event, division)
    const content = JSON.stringify(incoming).replace(written, '').toUpperCase()
    const occurrence = seen.get(content) ?? 0
    seen.set(content, occurrence + 1)
    chunk.push({ ...incoming, occurrence })
    events++
    if (chunk.length >= 2 * task.chunkEvents) chunk = await sent(chunk, world)
  }
  if (chunk.length > 0) await world.send(chunk)
  return { events, cases: log.caseIds.length }
}

async function sent(chunk: readonly IncomingEvent[], world: ThreadWorld): Promise<IncomingEvent[]> {
  await world.send(chunk)
  world.checkMemory()
  return []
}

/**
 * Ways of writing the same phone or identity number: what is the same once personal data is sealed must count as equal here. Too
 * much being equal does no harm.
 */
const written = /[\s+-]|86(?=1\d{10})/g

/** Fields that we give out ourselves; a source's columns of these names are attributes like any other. */
const ownFields = ['seq', 'type', 'eventId'] as const

function incomingEvent(event: ServiceEvent, division: string): IncomingEvent {
  const { caseNo, activity, occurredAt, recordedAt, actor, department, window, channel } = event
  const own = Object.fromEntries(ownFields.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]])))
  const attributes = { ...event.attributes, ...own }
  return {
    division,
    caseNo,
    activity,
    occurredAt: Date.parse(occurredAt),
    ...(recordedAt !== undefined && { recordedAt: Date.parse(recordedAt) }),
    ...(actor !== undefined && { actor }),
    ...(department !== undefined && { department }),
    ...(window !== undefined && { window }),
    ...(channel !== undefined && { channel }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  }
}
