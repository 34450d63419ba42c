import type { Route } from '@zhengfeng/contract'
import * as contract from '@zhengfeng/contract'
import { z } from 'zod'

export type JsonSchema = { readonly [key: string]: unknown }

/** The schemas of the contract as JSON Schema 2020-12, with what routes take and give written by reference to them. */
export interface ComponentSchemas {
  /** For `components.schemas`: by name; what a schema takes differs from what it gives where there are defaults. */
  readonly components: Readonly<Record<string, JsonSchema>>
  taken(schema: z.ZodType): JsonSchema
  given(schema: z.ZodType): JsonSchema
}

/** Writes the schemas of routes. Schemas that the contract exports by name become components. */
export function componentSchemas(routes: readonly Route[]): ComponentSchemas {
  const registry = z.registry<{ id: string }>()
  const names = new Map<z.ZodType, string>()
  const add = (schema: unknown, name: string): void => {
    if (!(schema instanceof z.ZodType) || names.has(schema)) return
    names.set(schema, name)
    registry.add(schema, { id: name })
  }
  for (const [name, exported] of Object.entries(contract)) if (/^[A-Z]/.test(name)) add(exported, name)
  for (const [at, route] of routes.entries()) {
    for (const part of ['params', 'query', 'body', 'response'] as const) add(route[part], `${inline}${at}.${part}`)
  }
  const taken = writeSchemas(registry, 'input', 'Taken')
  const given = writeSchemas(registry, 'output', '')
  const look =
    (from: Readonly<Record<string, JsonSchema>>, suffix: string) =>
    (schema: z.ZodType): JsonSchema => {
      const name = names.get(schema)
      if (name === undefined) throw new Error('a schema that is of none of the routes')
      return name.startsWith(inline) ? from[name] : { $ref: `${prefix}${name}${suffix}` }
    }
  return {
    components: { ...named(given, ''), ...named(taken, 'Taken') },
    taken: look(taken, 'Taken'),
    given: look(given, ''),
  }
}

const prefix = '#/components/schemas/'
/** Marks the schemas that stand where they are used. */
const inline = 'route.'

function writeSchemas(
  registry: ReturnType<typeof z.registry<{ id: string }>>,
  io: 'input' | 'output',
  suffix: string,
): Record<string, JsonSchema> {
  const written = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `${prefix}${id === '__shared' ? 'Shared' : id}${suffix}`,
  })
  // What is shared by several stands in one schema's $defs; a reference may have one fragment only.
  const text = JSON.stringify(written.schemas).replaceAll(`Shared${suffix}#/$defs/`, `Shared${suffix}/$defs/`)
  const schemas = JSON.parse(text, dropIdentity) as Record<string, JsonSchema>
  const { __shared: shared, ...rest } = schemas
  return shared === undefined ? rest : { ...rest, Shared: shared }
}

function dropIdentity(this: unknown, key: string, value: unknown): unknown {
  return key === '$schema' || (key === '$id' && typeof value === 'string' && value.startsWith(prefix))
    ? undefined
    : value
}

function named(schemas: Readonly<Record<string, JsonSchema>>, suffix: string): Record<string, JsonSchema> {
  const entries = Object.entries(schemas).filter(([name]) => !name.startsWith(inline))
  return Object.fromEntries(entries.map(([name, schema]) => [`${name}${suffix}`, schema]))
}
