import type { Parameter } from './database.ts'

/** A parameter as it goes over the wire: text, bytes or null. */
export type WireParameter = string | Uint8Array | null

/**
 * Writes parameters the same for every engine: instants in UTC, arrays as PostgreSQL's array text, other objects as JSON.
 *
 * A JavaScript array always becomes an SQL array; for a JSON array pass `JSON.stringify(…)`.
 *
 * @throws TypeError where a parameter is `undefined` or cannot be written
 */
export function wireParameters(parameters: readonly Parameter[]): WireParameter[] {
  return parameters.map(wire)
}

function wire(parameter: Parameter, index: number): WireParameter {
  switch (typeof parameter) {
    case 'string':
      return parameter
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(parameter)
    case 'object':
      return parameter === null ? null : wireObject(parameter)
    default:
      throw new TypeError(`parameter $${index + 1} is ${typeof parameter}; pass null for no value`)
  }
}

function wireObject(value: object): WireParameter {
  if (Array.isArray(value)) return arrayText(value)
  if (value instanceof Uint8Array) return value
  return objectText(value)
}

function objectText(value: object): string {
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}

/** Writes `{…}` for a one- or many-dimensional array. */
export function arrayText(values: readonly unknown[]): string {
  let text = '{'
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ','
    text += elementText(values[index])
  }
  return `${text}}`
}

function elementText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return arrayText(value)
  if (value instanceof Uint8Array) return quoted(bytesText(value))
  return quoted(objectText(value))
}

function quoted(text: string): string {
  return text.includes('"') || text.includes('\\') ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
}

/** Writes bytes as PostgreSQL's hexadecimal text. */
export function bytesText(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
}
