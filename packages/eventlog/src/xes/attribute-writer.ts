import { xmlDateTime } from '../attributes/date-time.ts'
import type { Column, JsonColumn } from '../column.ts'
import type { Attribute } from '../log.ts'
import { escapeAttribute } from '../xml/escape.ts'
import { typeNames } from './elements.ts'

/** The XML of one row, `''` where it has no value. */
export type RowWriter = (row: number) => string

/** Writes the values of one column; `children` holds what stands inside them. */
export function columnWriter(
  key: string,
  column: Column,
  options: { readonly timeZone: string; readonly children?: JsonColumn },
): RowWriter {
  const { children } = options
  const write = plainWriter(key, column, options.timeZone)
  if (!children) return write
  return (row) => {
    const own = write(row)
    if (children.codes[row]! < 0) return own
    const text = children.values[children.codes[row]!]!
    const nested = attributesOf(text)
    if (own === '' || !nested || !own.endsWith('/>\n')) return own + stringXml(`${key}/children`, text)
    const name = own.slice(1, own.indexOf(' '))
    return `${own.slice(0, -3)}>\n${nested.map(attributeXml).join('\n')}\n</${name}>\n`
  }
}

function plainWriter(key: string, column: Column, timeZone: string): RowWriter {
  const attribute = escapeAttribute(key)
  const start = (type: Attribute['type']): string => `<${type} key="${attribute}" value="`
  switch (column.kind) {
    case 'string':
      return coded(column.codes, column.values, (text) => `${start('string')}${escapeAttribute(text)}"/>\n`)
    case 'json':
      return coded(column.codes, column.values, (text) => jsonXml(key, text))
    case 'boolean':
      return (row) => (column.values[row]! < 0 ? '' : `${start('boolean')}${column.values[row] === 1}"/>\n`)
    case 'number': {
      const type = column.integer ? 'int' : 'float'
      return (row) => {
        const value = column.values[row]!
        if (Number.isNaN(value)) return ''
        return `${start(type === 'int' && !Number.isSafeInteger(value) ? 'float' : type)}${numberText(value)}"/>\n`
      }
    }
    case 'instant':
      return (row) => {
        const value = column.values[row]!
        return Number.isNaN(value) ? '' : `${start('date')}${xmlDateTime(value, timeZone)}"/>\n`
      }
  }
}

/** Writes each text of a dictionary once. */
function coded(codes: Int32Array, values: readonly string[], write: (text: string) => string): RowWriter {
  const written: string[] = []
  return (row) => {
    const code = codes[row]!
    if (code < 0) return ''
    written[code] ??= write(values[code]!)
    return written[code]!
  }
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'INF'
  if (value === Number.NEGATIVE_INFINITY) return '-INF'
  return Object.is(value, -0) ? '-0' : String(value)
}

/** A list or container; any other JSON stays text. */
function jsonXml(key: string, text: string): string {
  const content = parsed(text)
  const attribute = isObject(content) ? { ...content, key } : undefined
  const structured = isAttribute(attribute) && (attribute.type === 'list' || attribute.type === 'container')
  return structured ? `${attributeXml(attribute)}\n` : stringXml(key, text)
}

function stringXml(key: string, text: string): string {
  return `<string key="${escapeAttribute(key)}" value="${escapeAttribute(text)}"/>\n`
}

/** One attribute with all it holds, without a line break at its end. */
export function attributeXml(attribute: Attribute): string {
  const { type, value, children = [] } = attribute
  const start = `<${type} key="${escapeAttribute(attribute.key)}"`
  const valued = value === undefined ? start : `${start} value="${escapeAttribute(value)}"`
  if (children.length === 0) return `${valued}/>`
  const inside = children.map(attributeXml).join('\n')
  return type === 'list' ? `${valued}><values>\n${inside}\n</values></list>` : `${valued}>\n${inside}\n</${type}>`
}

function attributesOf(text: string): readonly Attribute[] | undefined {
  const content = parsed(text)
  return Array.isArray(content) && content.every(isAttribute) ? content : undefined
}

function isAttribute(value: unknown): value is Attribute {
  if (!isObject(value) || typeof value.key !== 'string') return false
  const { type, children = [] } = value
  if (!typeNames.some((name) => name === type)) return false
  if (value.value !== undefined && typeof value.value !== 'string') return false
  return Array.isArray(children) && children.every(isAttribute)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
