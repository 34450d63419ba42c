import type { Route } from '@zhengfeng/contract'
import * as contract from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assembleStages } from '../stages.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { openTestDatabase } from '../storage/testing.ts'
import { buildServer } from './build-server.ts'
import { openApiDocument, operationId } from './openapi.ts'
import { testPlatform } from './testing.ts'

/** Every route that the contract exports, whoever implements it. */
const routes: Route[] = Object.entries(contract)
  .filter(([name]) => name.endsWith('Routes'))
  .flatMap(([, group]) => Object.values(group as Record<string, Route>))

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: object
  }[]
  readonly requestBody?: { readonly content: Record<string, { readonly example?: unknown }> }
  readonly responses: Record<string, object>
}
interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, object> }
}

describe('the description of the API', () => {
  const document = openApiDocument(routes, '1.0.0') as unknown as Document

  test('holds every route of the contract', () => {
    expect(routes.length).toBeGreaterThan(80)
    const missing = routes.filter(({ method, path }) => document.paths[path]?.[method.toLowerCase()] === undefined)
    expect(missing.map(({ path }) => path)).toEqual([])
    expect(new Set(routes.map((route) => `${route.method} ${route.path}`)).size).toBe(routes.length)
  })

  test('names each operation once, and every parameter of its path', () => {
    expect(new Set(routes.map(operationId)).size).toBe(routes.length)
    for (const { method, path } of routes) {
      const operation = document.paths[path][method.toLowerCase()]
      const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      const wanted = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name)
      expect(
        named.map(({ name }) => name),
        path,
      ).toEqual(wanted)
      expect(
        named.every(({ required }) => required),
        path,
      ).toBe(true)
    }
  })

  test('every reference leads somewhere', () => {
    const references = new Set(
      Array.from(JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g), ([, reference]) => reference),
    )
    const lost = [...references].filter((reference) => resolve(document, reference) === undefined)
    expect(lost).toEqual([])
    expect(references.size).toBeGreaterThan(20)
  })

  test('is JSON Schema of 2020-12 in the dialect of OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0')
    // What OpenAPI 3.0 and drafts before had, and 3.1 has not.
    expect(JSON.stringify(document)).not.toMatch(/"nullable":|"definitions":|"exclusiveMinimum":true/)
  })

  test('shows how events are sent, and its examples fit the contract', () => {
    const { content } = document.paths['/api/v1/events'].post.requestBody as NonNullable<Operation['requestBody']>
    expect(Object.keys(content)).toEqual(['application/json', 'application/x-ndjson'])
    for (const event of content['application/json'].example as object[]) contract.PushedEvent.parse(event)
    for (const line of String(content['application/x-ndjson'].example).trim().split('\n'))
      contract.PushedEvent.parse(JSON.parse(line))
  })
})

describe('the page of the API', () => {
  let db: OwnedDatabase
  let server: FastifyInstance
  let implemented: readonly Route[]
  beforeAll(async () => {
    db = await openTestDatabase({ name: 'PGlite' })
    const platform = testPlatform(db)
    const { implementations, stop } = assembleStages(platform)
    implemented = implementations.map(({ route }) => route)
    server = await buildServer(platform, implementations)
    server.addHook('onClose', stop)
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  test('is served with its files from here and no inline script', async () => {
    const page = await server.inject({ method: 'GET', url: '/api/docs/' })
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/<script(?![^>]* src=)|<style|https?:\/\//)
    const files = Array.from(page.body.matchAll(/(?:src|href)="([^"]+)"/g), ([, file]) => file)
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) {
      const { statusCode } = await server.inject({ method: 'GET', url: `/api/docs/${file}` })
      expect([file, statusCode]).toEqual([file, 200])
    }
  })

  test('what is described is what is answered', async () => {
    const { paths } = (await server.inject({ method: 'GET', url: '/api/openapi.json' })).json() as Document
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual(implemented.map(({ method, path }) => `${method} ${path}`).sort())
  })

  test('every route of the contract is implemented', () => {
    const elsewhere = ['GET /api/v1/sandbox', 'PUT /api/v1/sandbox/clock', 'GET /api/v1/operations/status']
    const there = new Set([...implemented.map(({ method, path }) => `${method} ${path}`), ...elsewhere])
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !there.has(name))).toEqual([])
  })
})

function resolve(document: object, reference: string): unknown {
  let found: unknown = document
  for (const step of reference.slice(2).split('/')) found = (found as Record<string, unknown> | undefined)?.[step]
  return found
}
