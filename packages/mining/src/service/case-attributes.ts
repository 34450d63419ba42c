import { type Column, type EventLog, type StringColumn, valueAt } from '@zhengfeng/eventlog'
import type { UnusableAttribute } from './service-log.ts'

/** Looks up the case attributes that a profile names, and remembers those that cannot be used. */
export class CaseAttributes {
  readonly #log: EventLog
  readonly unusable: UnusableAttribute[] = []

  constructor(log: EventLog) {
    this.#log = log
  }

  /** Instants, one per case; all `NaN` where the attribute is of no use. */
  instants(attribute: string, field: string): Float64Array {
    const column = this.#column(attribute, field)
    if (column?.kind === 'instant') return column.values
    if (column) this.unusable.push({ attribute, field, reason: 'wrongType' })
    return this.#unknown()
  }

  /** Numbers, one per case, also out of texts that are plain numbers; all `NaN` where the attribute is of no use. */
  numbers(attribute: string, field: string): Float64Array {
    const column = this.#column(attribute, field)
    if (column?.kind === 'number') return column.values
    if (column?.kind === 'string') {
      const numbers = column.values.map((text) => (text.trim() === '' ? Number.NaN : Number(text)))
      if (numbers.some((number) => !Number.isNaN(number)))
        return Float64Array.from(column.codes, (code) => numbers[code] ?? Number.NaN)
    }
    if (column) this.unusable.push({ attribute, field, reason: 'wrongType' })
    return this.#unknown()
  }

  /** Texts, one per case; of an attribute of events the first that the case has. `undefined` where there is none. */
  texts(attribute: string, field: string): StringColumn | undefined {
    const ofEvents = this.#log.eventAttributes.get(attribute)
    if (!this.#find(attribute) && ofEvents) return asTexts(firstOfCases(this.#log, ofEvents), this.#log.caseIds.length)
    const column = this.#column(attribute, field)
    if (column)
      return column.kind === 'string' ? column : asTexts((row) => valueAt(column, row), this.#log.caseIds.length)
    return undefined
  }

  #column(attribute: string, field: string): Column | undefined {
    const column = this.#find(attribute)
    if (!column) this.unusable.push({ attribute, field, reason: 'absent' })
    return column
  }

  /** Readers drop the `case:` that marks a column as one of cases; a profile may name it either way. */
  #find(attribute: string): Column | undefined {
    const { caseAttributes } = this.#log
    return caseAttributes.get(attribute) ?? caseAttributes.get(attribute.replace(/^case:/, ''))
  }

  #unknown(): Float64Array {
    return new Float64Array(this.#log.caseIds.length).fill(Number.NaN)
  }
}

type ValueOfRow = (row: number) => string | number | boolean | undefined

function firstOfCases({ caseOffsets }: EventLog, column: Column): ValueOfRow {
  return (row) => {
    for (let event = caseOffsets[row]!; event < caseOffsets[row + 1]!; event++) {
      const value = valueAt(column, event)
      if (value !== undefined) return value
    }
    return undefined
  }
}

function asTexts(read: ValueOfRow, rows: number): StringColumn {
  const codeOf = new Map<string, number>()
  const codes = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    const value = read(row)
    const text = String(value)
    if (value !== undefined && !codeOf.has(text)) codeOf.set(text, codeOf.size)
    codes[row] = value === undefined ? -1 : codeOf.get(text)!
  }
  return { kind: 'string', codes, values: [...codeOf.keys()] }
}
