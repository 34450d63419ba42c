import { Problem, type Route } from '@zhengfeng/contract'
import { z } from 'zod'
import { type ComponentSchemas, componentSchemas, type JsonSchema } from './component-schemas.ts'
import { bodyExamples } from './openapi-examples.ts'

/** The description of the API in OpenAPI 3.1, made from the routes and schemas of the contract. */
export function openApiDocument(routes: readonly Route[], version: string): JsonSchema {
  const schemas = componentSchemas(routes)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    paths[route.path][route.method.toLowerCase()] = operation(route, schemas)
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'ZhengFeng 政风',
      version,
      description:
        'Monitoring of how government offices serve people. Errors are problem details (RFC 9457) in the language of Accept-Language; ' +
        'lists page by `cursor`; instants are ISO 8601 in UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'zf_session', description: 'set by signing in' },
        token: { type: 'http', scheme: 'bearer', description: 'API token of a source' },
      },
      schemas: schemas.components,
      responses: {
        Problem: {
          description: 'refused; `code` tells why',
          content: { 'application/problem+json': { schema: schemas.given(Problem) } },
        },
      },
    },
  }
  return withoutUnused(document)
}

function operation(route: Route, schemas: ComponentSchemas): JsonSchema {
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    security: security(route),
    ...(requirement(route) && { description: requirement(route) }),
    ...(hasParameters(route) && { parameters: parameters(route) }),
    ...(route.body !== undefined && { requestBody: requestBody(route, schemas) }),
    responses: { ...success(route, schemas), default: { $ref: '#/components/responses/Problem' } },
  }
}

/** `GET /api/v1/accounts/{id}` → `getAccountsById`. */
export function operationId({ method, path }: Route): string {
  const words = path.slice('/api/v1/'.length).split(/[/-]/)
  const named = words.map((word) =>
    word.replace(/^\{(\w)(\w*)\}$/, (_, first: string, rest: string) => `By${first.toUpperCase()}${rest}`),
  )
  return method.toLowerCase() + named.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function security({ guard }: Route): JsonSchema[] {
  switch (guard.kind) {
    case 'public':
      return []
    case 'signedIn':
      return [{ session: [] }]
    case 'token':
      return [{ token: [] }]
    case 'permission':
      return guard.tokenScope === undefined ? [{ session: [] }] : [{ session: [] }, { token: [] }]
  }
}

function requirement({ guard }: Route): string | undefined {
  if (guard.kind === 'token') return `Needs a token with the scope \`${guard.scope}\`.`
  if (guard.kind !== 'permission') return undefined
  const scope = guard.tokenScope === undefined ? '' : `, or a token with the scope \`${guard.tokenScope}\``
  return `Needs the permission \`${guard.permission}\`${scope}; answers with what lies within it.`
}

function hasParameters({ params, query }: Route): boolean {
  return params !== undefined || query !== undefined
}

function parameters(route: Route): JsonSchema[] {
  const of = (schema: z.ZodObject | undefined, where: 'path' | 'query'): JsonSchema[] =>
    Object.entries(schema?.shape ?? {}).map(([name, field]) => {
      const { description, ...rest } = parameterSchema(field as z.ZodType)
      const required = where === 'path' || !(field as z.ZodType).safeParse(undefined).success
      return { name, in: where, required, ...(typeof description === 'string' && { description }), schema: rest }
    })
  return [...of(route.params, 'path'), ...of(route.query, 'query')]
}

/** Parameters are short: they are written out where they stand. */
function parameterSchema(field: z.ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  return schema
}

function requestBody(route: Route, schemas: ComponentSchemas): JsonSchema {
  const examples = bodyExamples[`${route.method} ${route.path}`]
  if (route.body instanceof z.ZodType) {
    const example = examples?.['application/json']
    return {
      required: true,
      content: { 'application/json': { schema: schemas.taken(route.body), ...(example !== undefined && { example }) } },
    }
  }
  const types = Object.entries(examples ?? { 'application/octet-stream': undefined })
  return {
    required: true,
    content: Object.fromEntries(types.map(([type, example]) => [type, { ...(example !== undefined && { example }) }])),
  }
}

function success(route: Route, schemas: ComponentSchemas): JsonSchema {
  switch (route.response) {
    case 'nothing':
      return { 204: { description: 'done' } }
    case 'redirect':
      return { 302: { description: 'leads elsewhere', headers: { Location: { schema: { type: 'string' } } } } }
    case 'events':
      return { 200: { description: 'server-sent events', content: { 'text/event-stream': {} } } }
    case 'file':
      return { 200: { description: 'a file', content: { 'application/octet-stream': {} } } }
    default:
      return {
        200: { description: 'done', content: { 'application/json': { schema: schemas.given(route.response) } } },
      }
  }
}

/** Leaves out the components that nothing refers to, until all that stay are referred to. */
function withoutUnused<D extends { components: { schemas: JsonSchema } }>(document: D): D {
  for (;;) {
    const text = JSON.stringify(document)
    const kept = Object.entries(document.components.schemas).filter(([name]) =>
      new RegExp(`"#/components/schemas/${name}["/]`).test(text),
    )
    if (kept.length === Object.keys(document.components.schemas).length) return document
    document = { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } }
  }
}
