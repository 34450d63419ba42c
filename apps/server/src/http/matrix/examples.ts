import type { Route } from '@zhengfeng/contract'
import { exampleBody, exampleQuery } from './example-body.ts'
import { type City, idOf, things, warningOf } from './seed-city.ts'

/** What a request about a city's things looks like. */
export interface Example {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

export function routeName({ method, path }: Route): string {
  return `${method} ${path}`
}

/**
 * A request of a route about things of a city. Parameters are found by the route's tag and their names, bodies are made from the schema;
 * what cannot be found so stands in the lists below.
 *
 */
export function exampleOf(
  route: Route,
  city: City,
  {
    finding,
    asks = city.division,
  }: { readonly finding: string /** The division that is asked for; '' for none. */; readonly asks?: string },
): Example {
  const ids = { finding }
  const names = Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name]) => name)
  const params = Object.fromEntries(names.map((name) => [name, parameter(route, name, { city, ids })]))
  const body = bodies[routeName(route)]?.(city, ids) ?? exampleBody(route, city.division)
  const query = { ...exampleQuery(route, asks === '' ? undefined : asks), ...queries[routeName(route)] }
  return { params, query, body }
}

interface Place {
  readonly city: City
  readonly ids: { readonly finding: string }
}

function parameter(route: Route, name: string, { city, ids }: Place): string {
  if (name === 'division' || name === 'code') return city.division
  if (name === 'caseNo') return `${city.mark}-1`
  if (name === 'token') return idOf(city, things.token)
  if (name === 'name') return route.path.includes('system-settings') ? 'ingestion' : 'calendar'
  const found = byTag[route.tag]?.({ city, ids })
  if (name === 'id' && found !== undefined) return found
  throw new Error(`${routeName(route)}: no example for {${name}}; add one in examples.ts`)
}

const byTag: Readonly<Record<string, (place: Place) => string>> = {
  accounts: ({ city }) => idOf(city, things.account),
  imports: ({ city }) => idOf(city, things.import),
  sources: ({ city }) => idOf(city, things.source),
  webhooks: ({ city }) => idOf(city, things.webhook),
  jobs: ({ city }) => idOf(city, things.job),
  findings: ({ ids }) => ids.finding,
  warnings: ({ city }) => warningOf(city),
  views: ({ city }) => idOf(city, things.view),
  settings: ({ city }) => idOf(city, things.view),
  indicators: () => 'overdueRate',
  identity: ({ city }) => idOf(city, things.view),
}

const profileText = 'timeZone: Asia/Shanghai\ncolumns: {}\nactivities: { submit: [submit] }\n'

type MakeBody = (city: City, ids: Place['ids']) => unknown

const bodies: Readonly<Record<string, MakeBody>> = {
  'POST /api/v1/accounts': ({ division, mark }) => ({
    login: `new.${mark.toLowerCase()}`,
    name: mark,
    division,
    grants: [],
  }),
  'PUT /api/v1/accounts/{id}/grants': ({ division }) => ({ grants: [{ role: 'officer', division }] }),
  'PATCH /api/v1/accounts/{id}': () => ({ name: 'renamed' }),
  'POST /api/v1/divisions': ({ division }) => ({ code: `${division}99`, name: 'new', parent: division }),
  'POST /api/v1/webhooks': ({ division, mark }) => ({
    name: `new ${mark}`,
    url: 'https://93.184.215.14/hook',
    types: ['zhengfeng.finding.confirmed'],
    division,
  }),
  'PATCH /api/v1/webhooks/{id}': () => ({ name: 'renamed' }),
  'POST /api/v1/sources': ({ division, mark }) => ({ name: `new ${mark}`, kind: 'push', division, profileText }),
  'PATCH /api/v1/sources/{id}': () => ({ name: 'renamed' }),
  'POST /api/v1/sources/{id}/tokens': () => ({ name: 'new token', scopes: ['events.write'] }),
  'POST /api/v1/sources/{id}/try': () => ({
    events: '{"caseNo":"1","activity":"submit","occurredAt":"2026-03-02T09:00:00+08:00"}',
  }),
  'PATCH /api/v1/divisions/{code}': () => ({ name: 'renamed' }),
  'POST /api/v1/divisions/{code}/move': () => ({ parent: '46' }),
  'POST /api/v1/events': () => [],
}

const queries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /api/v1/process-map': { item: 'item ZZOUT' },
  'GET /api/v1/indicators/values': { indicators: 'overdueRate' },
  'GET /api/v1/indicators/values/export': { indicators: 'overdueRate' },
  'GET /api/v1/ranking': { indicator: 'overdueRate' },
  'GET /api/v1/ranking/export': { indicator: 'overdueRate' },
}
