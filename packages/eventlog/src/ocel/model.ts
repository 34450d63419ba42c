import { z } from 'zod'
import { GrowableInt32 } from '../growable.ts'

/** Stands between the ids where a column holds several objects. */
export const idSeparator = ','

const Id = z.union([z.string(), z.number()]).transform(String)
const Relationship = z.object({ objectId: Id, qualifier: z.string().nullish() })
const Attribute = z.object({ name: z.string(), value: z.unknown() })

/** An event as OCEL 2.0 JSON has it; the other formats are brought to this shape. */
export const OcelEvent = z.object({
  id: Id,
  type: z.string().min(1),
  time: z.string(),
  attributes: z.array(Attribute).nullish(),
  relationships: z.array(Relationship).nullish(),
})
export type OcelEvent = z.infer<typeof OcelEvent>

/** An object as OCEL 2.0 JSON has it: its attributes may change over time. */
export const OcelObject = z.object({
  id: Id,
  type: z.string().min(1),
  attributes: z.array(Attribute.extend({ time: z.string().nullish() })).nullish(),
  relationships: z.array(Relationship).nullish(),
})
export type OcelObject = z.infer<typeof OcelObject>

/** The types of attributes that an event type or object type declares. */
export const OcelTypeDeclaration = z.object({
  name: z.string(),
  attributes: z.array(z.object({ name: z.string(), type: z.string() })).nullish(),
})
export type OcelTypeDeclaration = z.infer<typeof OcelTypeDeclaration>

/** Small codes for texts that occur again and again. */
class Codes {
  readonly texts: string[] = []
  readonly #codes = new Map<string, number>()

  of(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    this.#codes.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }

  find(text: string): number {
    return this.#codes.get(text) ?? -1
  }
}

/** Rows of pairs, one after the other: what belongs to row `r` lies at `starts[r] … starts[r + 1] − 1`. */
class Pairs {
  readonly starts = new GrowableInt32()
  readonly first = new GrowableInt32()
  readonly second = new GrowableInt32()

  beginRow(): void {
    this.starts.push(this.first.length)
  }

  push(first: number, second: number): void {
    this.first.push(first)
    this.second.push(second)
  }

  from(row: number): number {
    return this.starts.get(row)
  }

  to(row: number): number {
    return row + 1 < this.starts.length ? this.starts.get(row + 1) : this.first.length
  }
}

/** All events and objects of an OCEL log, kept compactly until it is known of which kind the cases are. */
export class OcelModel {
  readonly objectIds = new Codes()
  readonly objectTypes = new Codes()
  readonly names = new Codes()
  readonly qualifiers = new Codes()
  /** Type of each object, `-1` where it is referred to but not told. */
  readonly typeOfObject = new GrowableInt32()
  readonly objectAttributes = new Map<number, NonNullable<OcelObject['attributes']>>()
  readonly objectRelations = new Map<number, NonNullable<OcelObject['relationships']>>()
  readonly eventIds: string[] = []
  readonly eventTypes = new Codes()
  readonly eventType = new GrowableInt32()
  readonly eventTimes: string[] = []
  readonly eventLines = new GrowableInt32()
  /** Object and qualifier of each relation. */
  readonly eventObjects = new Pairs()
  /** Name of each attribute, and place of its value in `values`. */
  readonly eventAttributes = new Pairs()
  readonly values: unknown[] = []
  /** Attribute types by name of the event or object type. */
  readonly declared = { event: new Map<string, Map<string, string>>(), object: new Map<string, Map<string, string>>() }

  declare(scope: 'event' | 'object', { name, attributes }: OcelTypeDeclaration): void {
    if (scope === 'object') this.objectTypes.of(name)
    this.declared[scope].set(name, new Map((attributes ?? []).map((each) => [each.name, each.type])))
  }

  addObject({ id, type, attributes, relationships }: OcelObject): void {
    const object = this.#objectCode(id)
    this.typeOfObject.set(object, this.objectTypes.of(type))
    if (attributes?.length)
      this.objectAttributes.set(object, [...(this.objectAttributes.get(object) ?? []), ...attributes])
    if (relationships?.length) this.objectRelations.set(object, relationships)
  }

  addEvent({ id, type, time, attributes, relationships }: OcelEvent, line: number): void {
    this.eventIds.push(id)
    this.eventType.push(this.eventTypes.of(type))
    this.eventTimes.push(time)
    this.eventLines.push(line)
    this.eventObjects.beginRow()
    for (const { objectId, qualifier } of relationships ?? [])
      this.eventObjects.push(this.#objectCode(objectId), this.qualifiers.of(qualifier ?? ''))
    this.eventAttributes.beginRow()
    for (const { name, value } of attributes ?? []) {
      if (value === null || value === undefined) continue
      this.eventAttributes.push(this.names.of(name), this.values.push(value) - 1)
    }
  }

  /** Number of objects of each type, as told. */
  objectCounts(): ReadonlyMap<string, number> {
    const counts = new Map(this.objectTypes.texts.map((name) => [name, 0]))
    for (let object = 0; object < this.typeOfObject.length; object++) {
      const type = this.objectTypes.texts[this.typeOfObject.get(object)]
      if (type !== undefined) counts.set(type, counts.get(type)! + 1)
    }
    return counts
  }

  #objectCode(id: string): number {
    const code = this.objectIds.of(id)
    this.typeOfObject.padTo(code + 1, -1)
    return code
  }
}
