import { SourceError } from '../errors.ts'
import { Interner } from '../interner.ts'
import { AttributeColumn, type ColumnContext } from './attribute-column.ts'

export const maxKeys = 2000

/** The attributes of one scope, found by the bytes of their keys. */
export class ColumnSet {
  readonly columns: AttributeColumn[] = []
  readonly #source: string
  readonly #keys = new Interner()
  readonly #byName = new Map<string, AttributeColumn>()
  readonly #make: (key: string) => AttributeColumn
  readonly #head: AttributeColumn
  #last: AttributeColumn

  constructor(source: string, make: (key: string) => AttributeColumn, context: ColumnContext) {
    this.#source = source
    this.#make = make
    this.#head = new AttributeColumn('', context)
    this.#last = this.#head
  }

  /** Says that a new row begins. */
  beginRow(): void {
    this.#last = this.#head
  }

  /** The column of a key. Rows mostly have their keys in one order, so the one that followed last time is tried first. */
  find(bytes: Uint8Array, from: number, to: number): AttributeColumn {
    const expected = this.#last.next
    if (expected !== undefined && equals(expected.keyBytes, bytes, from, to)) {
      this.#last = expected
      return expected
    }
    const column = this.#at(this.#keys.internBytes(bytes, from, to))
    this.#last.next = column
    this.#last = column
    return column
  }

  /** The column that followed the last one when it was last asked for. */
  get expected(): AttributeColumn | undefined {
    return this.#last.next
  }

  /** The column asked for last. */
  get last(): AttributeColumn {
    return this.#last
  }

  /** Goes on to the expected column. */
  advance(): AttributeColumn {
    this.#last = this.#last.next!
    return this.#last
  }

  /** The column of a key given as text; it is made where there is none. */
  get(key: string): AttributeColumn {
    const known = this.#byName.get(key)
    if (known !== undefined) return known
    const column = this.#at(this.#keys.intern(key))
    this.#byName.set(key, column)
    return column
  }

  /** The column of a key, if any value was seen. */
  used(key: string): AttributeColumn | undefined {
    return this.columns.find((column) => column.key === key && column.length > 0)
  }

  /** Every key that the source has. */
  seenKeys(): string[] {
    return this.columns.filter(({ seen }) => seen).map(({ key }) => key)
  }

  truncate(rows: number): void {
    for (const column of this.columns) column.truncate(rows)
  }

  #at(code: number): AttributeColumn {
    const known = this.columns[code]
    if (known !== undefined) return known
    if (code >= maxKeys)
      throw new SourceError('tooManyColumns', { source: this.#source, value: code + 1, expected: maxKeys })
    const column = this.#make(this.#keys.values[code]!)
    this.columns.push(column)
    return column
  }
}

function equals(key: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (key.length !== to - from) return false
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[from + i]) return false
  return true
}
