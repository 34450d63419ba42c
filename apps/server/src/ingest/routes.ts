import { eventsRoutes } from '@zhengfeng/contract'
import { type Implementation, implement } from '../http/implement.ts'
import type { Platform } from '../platform.ts'
import { createBodyBudget } from './body-budget.ts'
import type { EventWriter } from './event-writer.ts'
import { eventPositions, listEvents } from './read-back.ts'
import { type Reception, receiveEvents } from './receive-events.ts'
import { createSourceReader } from './source-reader.ts'
import { usageLogOf } from './source-usage.ts'
import { tokenQuotasOf } from './token-quota.ts'

/** Bytes of bodies that are being read, of all requests. */
const mostBodyBytes = 128 * 1024 * 1024

/** The routes by which events come in and are read back. */
export function ingestRoutes(platform: Platform, writer: EventWriter): readonly Implementation[] {
  const reception: Reception = {
    platform,
    writer,
    sources: createSourceReader(platform.db),
    quotas: tokenQuotasOf(platform),
    usage: usageLogOf(platform),
    budget: createBodyBudget(mostBodyBytes),
  }
  return [
    implement(eventsRoutes.send, (call) => receiveEvents(reception, call)),
    implement(eventsRoutes.list, (call) => listEvents(platform, call)),
    implement(eventsRoutes.position, (call) => eventPositions(platform, call)),
  ]
}
