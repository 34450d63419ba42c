import {
  type Grant,
  type Permission,
  type Role,
  type Route,
  roleNames,
  roles,
  separatedRoles,
  tokenScopes,
} from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertAccount, sessionCookieOf } from '../../identity/testing.ts'
import { operationsRoutes } from '../../operations/operations-routes.ts'
import { sandboxRoutesOf } from '../../sandbox/sandbox-routes.ts'
import { assembleStages, type Stages } from '../../stages.ts'
import type { OwnedDatabase } from '../../storage/pooled-database.ts'
import { openTestDatabase } from '../../storage/testing.ts'
import { buildServer } from '../build-server.ts'
import type { Implementation } from '../implement.ts'
import { insertDivisions, testPlatform } from '../testing.ts'
import { type Asked, ask } from './ask.ts'
import { exampleOf, routeName } from './examples.ts'
import { type City, seedCity, tokenOf } from './seed-city.ts'

const inside: City = { division: '4601', mark: 'INSIDE', digit: '1' }
const outside: City = { division: '4602', mark: 'ZZOUT', digit: '2' }
/** Things that are nowhere. */
const nowhere: City = { division: '9999', mark: 'NOWHERE', digit: '9' }

/** Lists that are the same for everybody who may see them, and why. */
const notOfDivisions: Readonly<Record<string, string>> = {
  'GET /api/v1/settings': 'rules hold for the whole installation',
  'GET /api/v1/operations/jobs': 'the jobs of the program itself',
  'GET /api/v1/views': 'belong to people, not to divisions',
  'GET /api/v1/indicators': 'the catalogue',
}

/** Answers that stay the same here though rows are added, and why. */
const sameWithSoFewCases: Readonly<Record<string, string>> = {
  'GET /api/v1/overview/attention':
    'names who is worse with confidence: nobody among so few cases; it asks the ranking, which is walked here',
}

/** Figures of the whole installation, and why they may be told to whoever has the permission anywhere. */
const ofTheInstallation: Readonly<Record<string, string>> = {
  'GET /api/v1/operations/status': 'counts and times for those who run the server; they tell of no place and no person',
  'GET /api/v1/detectors': 'how often each detector was right, everywhere: a property of the detector',
  'GET /api/v1/detectors/export': 'the same as a table',
}

/** Routes that need another permission beside that of their guard. */
const alsoNeeded: Readonly<Record<string, Permission>> = {
  'GET /api/v1/cases/export': 'case.read',
  'GET /api/v1/detectors/export': 'rule.read',
  'GET /api/v1/cases/{division}/{caseNo}/export': 'case.read',
}

/** Routes that answer `notFound` to everybody here, and why. */
const notThereYet: Readonly<Record<string, string>> = {
  'GET /api/v1/sources/{id}/check-up/file': 'no check-up has run',
}

/** What a refusal says to somebody who may not use the route at all. */
const refusals = ['signInNeeded', 'secondFactorNeeded', 'tokenInvalid', 'forbidden']
/** What a refusal says to somebody who may use it, but not for this. */
const outOfSight = ['notFound', 'outOfScope']

describe('the authorisation matrix', () => {
  let db: OwnedDatabase
  let platform: ReturnType<typeof testPlatform>
  let server: FastifyInstance
  let stages: Stages
  let routes: readonly Route[]
  let findings: { readonly inside: string; readonly outside: string }
  const accounts = new Map<string, string>()
  const before = new Map<string, Asked>()
  const after = new Map<string, Asked>()

  const grantOf = (role: Role, where: 'city' | 'everywhere'): Grant =>
    where === 'everywhere' ? { role } : { role, division: inside.division }
  const headersOf = async (role: Role, where: 'city' | 'everywhere') => ({
    cookie: await sessionCookieOf(platform, accounts.get(`${role} ${where}`) as string),
  })
  const exampleIn = (route: Route, city: City) =>
    exampleOf(route, city, { finding: city === inside ? findings.inside : city === outside ? findings.outside : 'f0' })
  /** The same request, with a division asked for in the query. */
  const askFor = async (route: Route, division: string, as: readonly [Role, 'city' | 'everywhere']) =>
    ask(server, route, {
      headers: await headersOf(...as),
      example: exampleOf(route, inside, { finding: findings.inside, asks: division }),
    })
  const askAs = async (route: Route, city: City, as: readonly [Role, 'city' | 'everywhere']) =>
    ask(server, route, { headers: await headersOf(...as), example: exampleIn(route, city) })
  const holders = (route: Route): Role[] => {
    const { guard } = route
    return guard.kind === 'permission'
      ? roleNames.filter((role) => (roles[role] as readonly Permission[]).includes(guard.permission))
      : []
  }
  /** Holders of everything that a route needs. */
  const fullHolders = (route: Route): Role[] =>
    holders(route).filter((role) => {
      const more = alsoNeeded[routeName(route)]
      return more === undefined || (roles[role] as readonly Permission[]).includes(more)
    })
  const reads = () =>
    routes.filter(({ method, guard, path }) => method === 'GET' && guard.kind === 'permission' && !path.includes('{'))
  const readAll = async (into: Map<string, Asked>) => {
    for (const route of reads()) {
      for (const role of fullHolders(route)) {
        for (const where of ['city', 'everywhere'] as const) {
          for (const asks of ['', outside.division]) {
            into.set(`${routeName(route)} ?${asks} ${role} ${where}`, await askFor(route, asks, [role, where]))
          }
        }
      }
    }
  }
  const firstFinding = async (division: string) => {
    const [row] = await db.query<{ id: string }>('select id from finding where division = $1 order by id limit 1', [
      division,
    ])
    return row?.id ?? 'f0'
  }

  beforeAll(async () => {
    db = await openTestDatabase({ name: 'PGlite' })
    platform = testPlatform(db, { environment: { ZHENGFENG_REQUESTS_PER_MINUTE: '1000000' } })
    await insertDivisions(db, [['46'], ['4601', '46'], ['4602', '46']])
    stages = assembleStages(platform)
    const operations = operationsRoutes(platform, { startedAt: 0, status: async () => [] })
    const implementations: readonly Implementation[] = [
      ...stages.implementations,
      ...operations,
      ...sandboxRoutesOf(undefined),
    ]
    routes = implementations.map(({ route }) => route)
    server = await buildServer(platform, implementations)
    for (const role of roleNames) {
      for (const where of ['city', 'everywhere'] as const) {
        const login = `${role}.${where}`.toLowerCase()
        accounts.set(
          `${role} ${where}`,
          await insertAccount(platform, login, [grantOf(role, where)], { division: '46' }),
        )
      }
    }
    await seedCity(platform, stages.writer, inside)
    findings = { inside: await firstFinding(inside.division), outside: 'f0' }
    await readAll(before)
    await seedCity(platform, stages.writer, outside)
    findings = { ...findings, outside: await firstFinding(outside.division) }
    await readAll(after)
  }, 300_000)
  afterAll(async () => {
    await server?.close()
    await stages?.stop()
    await db?.close()
  })

  test('a route lets pass whom its guard names, and nobody else', async () => {
    const wrong: string[] = []
    for (const route of routes.filter(({ guard }) => guard.kind !== 'public')) {
      const example = exampleOf(route, nowhere, { finding: 'f0' })
      const check = (who: string, allowed: boolean, { code, status }: Asked) => {
        const refused = refusals.includes(code)
        if (refused === allowed || status >= 500) wrong.push(`${routeName(route)} as ${who}: ${status} ${code}`)
      }
      check('nobody', false, await ask(server, route, { headers: {}, example }))
      for (const scope of tokenScopes) {
        const headers = { authorization: `Bearer ${tokenOf(inside, scope)}` }
        check(`token ${scope}`, allowsToken(route, scope), await ask(server, route, { headers, example }))
      }
      for (const role of roleNames) {
        const allowed = route.guard.kind === 'signedIn' || holders(route).includes(role)
        check(role, allowed, await ask(server, route, { headers: await headersOf(role, 'everywhere'), example }))
      }
    }
    expect(wrong).toEqual([])
  })

  test('what somebody with a city reads does not change with what happens in another city', () => {
    const known = (key: string) => Object.keys(ofTheInstallation).some((name) => key.startsWith(`${name} `))
    const leaks = [...before].filter(
      ([key, answer]) => key.endsWith(' city') && !known(key) && after.get(key)?.text !== answer.text,
    )
    expect(leaks.map(([key]) => key)).toEqual([])
    const told = [...after].filter(([key, { text }]) => key.endsWith(' city') && text.includes(outside.mark))
    expect(told.map(([key]) => key)).toEqual([])
  })

  test('what somebody with everything reads does change, or the test above would see nothing', () => {
    const blind = reads().filter((route) => {
      const keys = holders(route).flatMap((role) =>
        ['', outside.division].map((asks) => `${routeName(route)} ?${asks} ${role} everywhere`),
      )
      // Of a workbook is only known that it is one; its sibling is asked for as CSV.
      return keys.every((key) => before.get(key)?.text === after.get(key)?.text)
    })
    expect(blind.map(routeName).filter((name) => !(name in notOfDivisions) && !(name in sameWithSoFewCases))).toEqual(
      [],
    )
  })

  test('what is read is answered', () => {
    const failed = [...after].filter(
      ([key, { status }]) => key.endsWith(' everywhere') && key.includes(` ?${outside.division} `) && status !== 200,
    )
    expect(failed.map(([key, { status, text }]) => `${key}: ${status} ${text.slice(0, 200)}`)).toEqual([])
  })

  test('a thing of another city is as if it were not there, for reading and for writing', async () => {
    const wrong: string[] = []
    for (const route of ofOneThing(routes)) {
      for (const role of holders(route)) {
        const answer = await askAs(route, outside, [role, 'city'])
        const absent = await askAs(route, nowhere, [role, 'city'])
        if (!isRefused(answer))
          wrong.push(`${routeName(route)} as ${role}: ${answer.status} ${answer.text.slice(0, 200)}`)
        else if (answer.code !== absent.code && answer.code !== 'outOfScope')
          wrong.push(`${routeName(route)} as ${role}: tells that it is there`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('nothing can be made for another city', async () => {
    const wrong: string[] = []
    for (const route of naming(routes)) {
      for (const role of holders(route)) {
        const answer = await askAs(route, outside, [role, 'city'])
        if (!isRefused(answer))
          wrong.push(`${routeName(route)} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('the same requests are granted to who holds the place, or the tests above would see nothing', async () => {
    const wrong: string[] = []
    const gone = [...refusals, ...outOfSight, 'invalid', 'malformed']
    for (const route of inOrder([...ofOneThing(routes), ...naming(routes)])) {
      if (routeName(route) in notThereYet) continue
      const [role] = fullHolders(route)
      const answer = await askAs(route, outside, [role, 'everywhere'])
      if (gone.includes(answer.code) || answer.status >= 500)
        wrong.push(`${routeName(route)} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`)
    }
    expect(wrong).toEqual([])
  })

  test('administrators see no cases, and none of them has the rights of another', () => {
    for (const role of separatedRoles) {
      const held = new Set<string>(roles[role])
      expect(
        ['case.read', 'case.readPersonal', 'finding.read', 'indicator.read'].filter((permission) =>
          held.has(permission),
        ),
      ).toEqual([])
    }
    const manages = (permission: Permission) =>
      roleNames.filter((role) => (roles[role] as readonly Permission[]).includes(permission))
    expect([manages('account.manage'), manages('system.manage'), manages('audit.read')]).toEqual([
      ['securityAdministrator'],
      ['systemAdministrator'],
      ['auditAdministrator'],
    ])
  })
})

/** Refused whole, or each of the things that it was about. */
function isRefused({ code, text }: Asked): boolean {
  return outOfSight.includes(code) || /^\{"results":\[\{[^\]]*"problem":"(notFound|outOfScope)"\}\]\}$/.test(text)
}

function allowsToken({ guard }: Route, scope: string): boolean {
  if (guard.kind === 'token') return guard.scope === scope
  return guard.kind === 'permission' && guard.tokenScope === scope
}

/** Routes of one thing that belongs to a division. */
function ofOneThing(routes: readonly Route[]): Route[] {
  return routes.filter(
    ({ guard, path, tag }) =>
      guard.kind === 'permission' &&
      path.includes('{') &&
      !path.includes('settings/{') &&
      tag !== 'views' &&
      !path.includes('/indicators/{'),
  )
}

/** Routes whose body names a division. */
function naming(routes: readonly Route[]): Route[] {
  return routes.filter((route) => {
    if (route.guard.kind !== 'permission' || route.path.includes('{') || route.method === 'GET') return false
    return JSON.stringify(exampleOf(route, outside, { finding: 'f0' }).body ?? null).includes(`"${outside.division}"`)
  })
}

/** First what reads, last what takes away. */
function inOrder(routes: readonly Route[]): Route[] {
  const rank = ({ method, path }: Route): number =>
    method === 'GET' ? 0 : method === 'DELETE' ? 2 : /undo|cancel|disable/.test(path) ? 1.5 : 1
  return [...routes].sort((a, b) => rank(a) - rank(b) || b.path.length - a.path.length)
}
