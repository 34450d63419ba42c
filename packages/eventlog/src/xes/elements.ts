import type { Attribute } from '../log.ts'

/** Codes of the elements that XES defines; those up to `CONTAINER` are attributes, `string` being 0 and `id` 5. */
export const DATE = 1
export const INT = 2
export const FLOAT = 3
export const BOOLEAN = 4
export const LIST = 6
export const CONTAINER = 7
export const EVENT = 8
export const TRACE = 9
export const LOG = 10
export const GLOBAL = 11
export const CLASSIFIER = 12
export const EXTENSION = 13
export const VALUES = 14
const UNKNOWN = 15

/** Names of the attribute types by code. */
export const typeNames: readonly Attribute['type'][] = [
  'string',
  'date',
  'int',
  'float',
  'boolean',
  'id',
  'list',
  'container',
]

const names = [...typeNames, 'event', 'trace', 'log', 'global', 'classifier', 'extension', 'values']

/** The code of an element name, whatever its namespace prefix. */
export function elementCode(name: string): number {
  const code = names.indexOf(name.slice(name.indexOf(':') + 1))
  return code < 0 ? UNKNOWN : code
}
