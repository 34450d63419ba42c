import type { Route } from '@zhengfeng/contract'
import { z } from 'zod'

type Schema = { readonly [key: string]: unknown }

/**
 * A small body that a route's schema takes, made from the schema: required fields only, and every field that names a division with the
 * division given, so that routes which were never heard of here are asked about their scope, too.
 */
export function exampleBody(route: Route, division: string): unknown {
  if (!(route.body instanceof z.ZodType)) return undefined
  const schema = z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema
  return sample(schema, 'body', { division, definitions: (schema.$defs ?? {}) as Record<string, Schema> })
}

/** The query names that a route cannot do without, and its division where it may be told one. */
export function exampleQuery(route: Route, division: string | undefined): Record<string, string> {
  if (!route.query) return {}
  const schema = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const required = (schema.required ?? []) as readonly string[]
  const names = Object.keys(properties).filter(
    (name) => required.includes(name) || (name === 'division' && division !== undefined),
  )
  const making = { division: division ?? '', definitions: (schema.$defs ?? {}) as Record<string, Schema> }
  return Object.fromEntries(names.map((name) => [name, String(sample(properties[name], name, making))]))
}

interface Making {
  readonly division: string
  readonly definitions: Readonly<Record<string, Schema>>
}

const divisionFields = ['division', 'parent', 'divisions']

function sample(schema: Schema, name: string, making: Making): unknown {
  if (typeof schema.$ref === 'string')
    return sample(making.definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, making)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const choices = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined
  if (choices) return sample(choices[0], name, making)
  switch (schema.type) {
    case 'object':
      return sampleObject(schema, making)
    case 'array':
      return Array.from({ length: Math.max(Number(schema.minItems ?? 0), name === 'divisions' ? 1 : 0) }, () =>
        sample((schema.items ?? {}) as Schema, name, making),
      )
    case 'string':
      return sampleText(schema, name, making)
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), 1)
    case 'boolean':
      return false
    default:
      return null
  }
}

function sampleObject(schema: Schema, making: Making): unknown {
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const required = new Set((schema.required ?? []) as readonly string[])
  const wanted = Object.entries(properties).filter(([name]) => required.has(name) || divisionFields.includes(name))
  return Object.fromEntries(wanted.map(([name, inner]) => [name, sample(inner, name, making)]))
}

const byFormat: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-00000000ffff',
  'date-time': '2026-03-02T01:00:00Z',
  date: '2026-03-02',
  uri: 'https://example.org/hook',
}

function sampleText(schema: Schema, name: string, { division }: Making): string {
  if (divisionFields.includes(name)) return division
  const formatted = byFormat[String(schema.format)]
  if (formatted !== undefined) return formatted
  return 'example'.padEnd(Number(schema.minLength ?? 0), 'x')
}
