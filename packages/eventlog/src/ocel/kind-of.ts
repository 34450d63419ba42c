import type { DeclaredKind } from '../attributes/attribute-column.ts'

/** The kind of column for an attribute type that the log declares. */
export function kindOf(declared: string | undefined): DeclaredKind | undefined {
  switch (declared) {
    case 'string':
      return 'string'
    case 'time':
    case 'date':
      return 'instant'
    case 'integer':
      return 'integer'
    case 'float':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return undefined
  }
}
