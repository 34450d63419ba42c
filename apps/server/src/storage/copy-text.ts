import type { Parameter } from './database.ts'
import { arrayText, bytesText } from './parameters.ts'

/**
 * Writes one row in PostgreSQL's text format for `copy`, line end included.
 *
 * @param values one per column; arrays become SQL arrays, other objects JSON, instants are `Date`
 */
export function copyLine(values: readonly Parameter[]): string {
  let line = ''
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += '\t'
    line += copyText(values[index]!)
  }
  return `${line}\n`
}

function copyText(value: Parameter): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return escaped(bytesText(value))
  return escaped(Array.isArray(value) ? arrayText(value) : JSON.stringify(value))
}

const special = /[\\\n\r\t]/

function escaped(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r\t]/g, (sign) => escapes[sign]!) : text
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
