import type { Route } from '@zhengfeng/contract'
import { type Change, type ChangeBus, createChangeBus } from './change-bus.ts'
import { type Configuration, readConfiguration } from './configuration.ts'
import type { Access, Scope } from './http/access.ts'
import type { Call, Implementation } from './http/implement.ts'
import { deriveKeys } from './keys.ts'
import type { Platform } from './platform.ts'
import type { Database } from './storage/database.ts'
import { silentLog } from './storage/testing.ts'

export interface TestPlatform extends Platform {
  /** What was told on the bus. */
  readonly told: Change[]
  /** The time of the platform, to be moved by tests. */
  readonly time: { now: number }
}

/** A platform for tests whose clock stands still until it is moved. */
export function testPlatform(db: Database, configuration: Readonly<Record<string, string>> = {}): TestPlatform {
  const time = { now: Date.UTC(2026, 5, 1, 2) }
  const told: Change[] = []
  const bus: ChangeBus = createChangeBus((error) => {
    throw error
  })
  bus.listen((change) => told.push(change))
  const read: Configuration = readConfiguration(configuration)
  return {
    db,
    now: () => time.now,
    wallClock: () => time.now,
    configuration: read,
    keys: deriveKeys(new Uint8Array(32).fill(7)),
    bus,
    log: silentLog,
    told,
    time,
  }
}

/** A person who may do all of `permissions` in the divisions, or everywhere where none are told. */
export function testAccess(
  permissions: readonly string[],
  scope: Scope = { everything: true, divisions: [], departments: [] },
  name = 'Li',
): Access {
  const nothing: Scope = { everything: false, divisions: [], departments: [] }
  const within = (division: string, department?: string): boolean =>
    scope.everything ||
    scope.divisions.includes(division) ||
    scope.departments.some((one) => one.division === division && one.department === department)
  return {
    who: { kind: 'account', id: `id-${name}`, login: name, name, sessionId: 's' },
    can: (permission, division, department) =>
      permissions.includes(permission) && (division === undefined || within(division, department)),
    scope: (permission) => (permissions.includes(permission) ? scope : nothing),
  }
}

/** Calls a route as the HTTP layer does: the input is read by its schemas, and the answer checked against its own. */
export async function callRoute(
  implementations: readonly Implementation[],
  route: Route,
  given: {
    readonly access: Access
    readonly params?: object
    readonly query?: object
    readonly body?: unknown
    readonly language?: 'zh-CN' | 'en'
    readonly reply?: object
    readonly request?: object
  },
): Promise<unknown> {
  const found = implementations.find((one) => one.route === route)
  if (!found) throw new Error(`${route.method} ${route.path} is not implemented`)
  const call = {
    params: route.params?.parse(given.params),
    query: route.query?.parse(given.query ?? {}),
    body: route.body !== undefined && route.body !== 'stream' ? route.body.parse(given.body) : undefined,
    access: given.access,
    language: given.language ?? 'en',
    request: given.request ?? {},
    reply: given.reply ?? {},
  } as unknown as Call<Route>
  const answer = await found.handler(call)
  return typeof route.response === 'string' ? answer : route.response.parse(answer)
}
