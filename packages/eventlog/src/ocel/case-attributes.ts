import type { DeclaredKind } from '../attributes/attribute-column.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { FlatSink } from './flatten.ts'
import { kindOf } from './kind-of.ts'
import { idSeparator, type OcelModel } from './model.ts'

interface CaseValue {
  readonly name: string
  readonly value: unknown
  readonly kind: DeclaredKind | undefined
}

/** The attributes of case objects: the first value; where there are several, all of them under `<name>/changes`. */
export class CaseAttributes {
  readonly #model: OcelModel
  readonly #labels: readonly string[]
  readonly #declared: ReadonlyMap<string, string> | undefined
  readonly #repeated: ReadonlySet<string>
  /** Of the objects told so far, what must be told again with each event. */
  readonly #again = new Map<number, readonly CaseValue[]>()

  constructor(model: OcelModel, about: { labels: readonly string[]; type: number; repeated: ReadonlySet<string> }) {
    this.#model = model
    this.#labels = about.labels
    this.#declared = model.declared.object.get(model.objectTypes.texts[about.type]!)
    this.#repeated = about.repeated
  }

  /** Tells the attributes of an object; the second time only those that every row must have. */
  tell(object: number, sink: FlatSink): void {
    let values = this.#again.get(object)
    if (!values) {
      values = Array.from(this.#of(object), ([name, each]) => ({ name: `case:${name}`, ...each }))
      this.#again.set(
        object,
        values.filter(({ name }) => this.#repeated.has(name)),
      )
    }
    for (const { name, value, kind } of values) sink.set(name, value, kind)
  }

  noticeChanges(objects: ReadonlySet<number>, notes: ReadingNotes): void {
    for (const object of objects) {
      for (const [name, values] of this.#histories(object)) {
        const changes = values.filter(({ value }) => value !== values[0]!.value).length
        if (changes === 0) continue
        const value = values.map((each) => String(each.value)).join(' → ')
        notes.notice('changingCaseAttribute', { column: `case:${name}`, count: changes, value })
      }
    }
  }

  #of(object: number): Map<string, { value: unknown; kind: DeclaredKind | undefined }> {
    const found = new Map<string, { value: unknown; kind: DeclaredKind | undefined }>()
    for (const [name, values] of this.#histories(object)) {
      const key = name === 'concept:name' ? `attribute:${name}` : name
      found.set(key, { value: values[0]!.value, kind: kindOf(this.#declared?.get(name)) })
      if (values.some(({ value }) => value !== values[0]!.value))
        found.set(`${key}/changes`, { value: values, kind: 'json' })
    }
    for (const [type, labels] of this.#related(object)) {
      const key = found.has(type) || type === 'concept:name' ? `object:${type}` : type
      found.set(key, { value: [...labels].join(idSeparator), kind: 'string' })
    }
    return found
  }

  /** The values of each attribute in the order of time; those without time come first. */
  #histories(object: number): Map<string, { time?: string; value: unknown }[]> {
    const histories = new Map<string, { time?: string; value: unknown }[]>()
    for (const { name, time, value } of this.#model.objectAttributes.get(object) ?? []) {
      if (value === null || value === undefined) continue
      const entry = time ? { time, value } : { value }
      const known = histories.get(name)
      if (known) known.push(entry)
      else histories.set(name, [entry])
    }
    for (const values of histories.values())
      if (values.length > 1) values.sort((a, b) => instantOf(a.time) - instantOf(b.time))
    return histories
  }

  #related(object: number): Map<string, ReadonlySet<string>> {
    const model = this.#model
    const found = new Map<string, Set<string>>()
    for (const { objectId } of model.objectRelations.get(object) ?? []) {
      const related = model.objectIds.find(objectId)
      const type = related < 0 ? undefined : model.objectTypes.texts[model.typeOfObject.get(related)]
      if (type === undefined) continue
      const labels = found.get(type) ?? new Set()
      found.set(type, labels.add(this.#labels[related]!))
    }
    return found
  }
}

/** For sorting only, so that the zone of times without offset is of no account. */
function instantOf(time: string | undefined): number {
  const instant = time === undefined ? Number.NaN : Date.parse(/[zZ]$|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`)
  return Number.isNaN(instant) ? Number.MIN_SAFE_INTEGER : instant
}
