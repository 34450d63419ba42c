import type { FastifyBaseLogger } from 'fastify'
import type { ChangeBus } from './change-bus.ts'
import type { Configuration } from './configuration.ts'
import type { Keys } from './keys.ts'
import type { Database } from './storage/database.ts'

/** What every part of the server is given. */
export interface Platform {
  readonly db: Database
  /** UTC milliseconds. In the sandbox it may run faster than the wall clock; nothing else reads the time. */
  readonly now: () => number
  /** The true time, in UTC milliseconds: for sessions, codes, tokens and the audit trail. Default: `Date.now`. */
  readonly wallClock?: () => number
  readonly configuration: Configuration
  readonly keys: Keys
  readonly bus: ChangeBus
  readonly log: FastifyBaseLogger
}
