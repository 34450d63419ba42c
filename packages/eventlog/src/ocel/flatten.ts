import type { DeclaredKind } from '../attributes/attribute-column.ts'
import { SourceError } from '../errors.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import { CaseAttributes } from './case-attributes.ts'
import { kindOf } from './kind-of.ts'
import { idSeparator, type OcelModel } from './model.ts'

/** Names of what every flattened event has; those of XES, so that one profile fits both. */
export const flatNames = {
  case: 'case:concept:name',
  activity: 'concept:name',
  time: 'time:timestamp',
  eventId: 'ocel:eid',
  qualifier: 'ocel:qualifier',
} as const

/** What receives flattened events, one row per event and case. */
export interface FlatSink {
  beginRow(line: number): void
  /** A value; `kind` is the declared type, if there is one. */
  set(name: string, value: unknown, kind: DeclaredKind | undefined): void
  endRow(): void
}

/** What to flatten on, and where to tell about it. */
export interface Flattening {
  readonly source: string
  readonly objectType: string | undefined
  readonly notes: ReadingNotes
  readonly maxRows?: number
  /** Names of case attributes that every row must have, because they play a role. */
  readonly repeated?: ReadonlySet<string>
}

/**
 * Tells the events of an OCEL log case by case, a case being the life of an object of the chosen type. An event with several such
 * objects is told for each. Objects of other types become event attributes named after their type, ids joined with `,`; objects
 * related to the case object become case attributes likewise.
 *
 * @throws SourceError `objectTypeMissing` where the type is not given and not clear, or not there; `eventsShared` where
 *   events belong to so many cases that the rows would not fit in memory
 */
export function flatten(model: OcelModel, sink: FlatSink, options: Flattening): void {
  const type = chosenType(model, options)
  const labels = objectLabels(model)
  const caseAttributes = new CaseAttributes(model, { labels, type, repeated: options.repeated ?? new Set() })
  const relatedNames = relatedColumnNames(model)
  const told = new Set<number>()
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY
  let rows = 0
  let copied = 0
  for (let event = 0; event < model.eventIds.length && rows < maxRows; event++) {
    const cases = objectsOfType(model, event, type)
    if (cases.length > 1) copied += cases.length * (model.eventObjects.to(event) - model.eventObjects.from(event))
    if (copied > maxCopiedObjects) throw tooManyShared(model, type, options)
    if (cases.length !== 1) noticeCases(model, options.notes, { event, cases: cases.length })
    for (const { object, qualifier } of cases) {
      if (rows === maxRows) break
      sink.beginRow(model.eventLines.get(event))
      sink.set(flatNames.case, labels[object], 'string')
      sink.set(flatNames.activity, model.eventTypes.texts[model.eventType.get(event)], 'string')
      sink.set(flatNames.time, model.eventTimes[event], 'instant')
      sink.set(flatNames.eventId, model.eventIds[event], 'string')
      if (qualifier !== '') sink.set(flatNames.qualifier, qualifier, 'string')
      setEventAttributes(model, event, sink)
      setRelated(model, sink, { event, caseObject: object, type, labels, relatedNames })
      caseAttributes.tell(object, sink)
      told.add(object)
      sink.endRow()
      rows++
    }
  }
  if (options.maxRows !== undefined) return
  for (let object = 0; object < model.typeOfObject.length; object++)
    if (model.typeOfObject.get(object) === type && !told.has(object))
      options.notes.notice('emptyCases', { value: labels[object]! })
  caseAttributes.noticeChanges(told, options.notes)
}

/** Each case of an event tells all its other objects: with thousands of cases and objects no memory would hold that. */
const maxCopiedObjects = 20_000_000

function tooManyShared(model: OcelModel, type: number, { source }: Flattening): SourceError {
  const value = model.objectTypes.texts[type]!
  return new SourceError('eventsShared', { source, value, expected: maxCopiedObjects })
}

function chosenType(model: OcelModel, { source, objectType }: Flattening): number {
  if (model.eventIds.length === 0) throw new SourceError('noEvents', { source, detail: '0' })
  const counts = model.objectCounts()
  const present = [...counts].filter(([, count]) => count > 0)
  const detail = present.map(([name, count]) => `${name} (${count})`).join(', ')
  if (objectType === undefined && present.length === 1) return model.objectTypes.find(present[0]![0])
  const found = objectType === undefined ? -1 : model.objectTypes.find(objectType)
  if (found < 0) throw new SourceError('objectTypeMissing', { source, detail, value: objectType ?? '' })
  return found
}

/** Ids as they are shown: without the type that writers put before them (`officer:17`), unless that would make two the same. */
function objectLabels(model: OcelModel): readonly string[] {
  const { texts } = model.objectIds
  const bare = texts.map((id, object) => {
    const prefix = `${model.objectTypes.texts[model.typeOfObject.get(object)] ?? ''}:`
    return prefix !== ':' && id.startsWith(prefix) && id.length > prefix.length ? id.slice(prefix.length) : id
  })
  const uses = new Map<string, number>()
  const keyOf = (object: number): string => `${model.typeOfObject.get(object)} ${bare[object]}`
  for (const object of bare.keys()) uses.set(keyOf(object), (uses.get(keyOf(object)) ?? 0) + 1)
  return bare.map((label, object) => (uses.get(keyOf(object)) === 1 ? label : texts[object]!))
}

function objectsOfType(model: OcelModel, event: number, type: number): { object: number; qualifier: string }[] {
  const { eventObjects, typeOfObject, qualifiers } = model
  const found: { object: number; qualifier: string }[] = []
  const seen = new Set<number>()
  for (let i = eventObjects.from(event); i < eventObjects.to(event); i++) {
    const object = eventObjects.first.get(i)
    // One object may be related in several ways; it is one case all the same.
    if (typeOfObject.get(object) !== type || seen.has(object)) continue
    seen.add(object)
    found.push({ object, qualifier: qualifiers.texts[eventObjects.second.get(i)]! })
  }
  return found
}

function noticeCases(model: OcelModel, notes: ReadingNotes, at: { event: number; cases: number }): void {
  const kind = at.cases === 0 ? 'unrelatedEvents' : 'sharedEvents'
  notes.notice(kind, { line: model.eventLines.get(at.event), value: model.eventIds[at.event]! })
}

function setEventAttributes(model: OcelModel, event: number, sink: FlatSink): void {
  const { eventAttributes, names, values } = model
  const declared = model.declared.event.get(model.eventTypes.texts[model.eventType.get(event)]!)
  for (let i = eventAttributes.from(event); i < eventAttributes.to(event); i++) {
    const name = names.texts[eventAttributes.first.get(i)]!
    sink.set(freeName(name), values[eventAttributes.second.get(i)], kindOf(declared?.get(name)))
  }
}

/** The objects of an event besides its case, by type. */
function setRelated(
  model: OcelModel,
  sink: FlatSink,
  at: {
    event: number
    caseObject: number
    type: number
    labels: readonly string[]
    relatedNames: readonly string[]
  },
): void {
  const { eventObjects, typeOfObject } = model
  const ids = new Map<number, Set<string>>()
  for (let i = eventObjects.from(at.event); i < eventObjects.to(at.event); i++) {
    const object = eventObjects.first.get(i)
    const type = typeOfObject.get(object)
    if (object === at.caseObject || type < 0) continue
    const known = ids.get(type)
    const label = at.labels[object]!
    if (known) known.add(label)
    else ids.set(type, new Set([label]))
  }
  for (const [type, labels] of ids) sink.set(at.relatedNames[type]!, [...labels].join(idSeparator), 'string')
}

/** A column per object type, named after it, unless an attribute of events has that name. */
function relatedColumnNames(model: OcelModel): readonly string[] {
  const taken = new Set<string>([...model.names.texts, ...Object.values(flatNames)])
  for (const attributes of model.declared.event.values()) for (const name of attributes.keys()) taken.add(name)
  return model.objectTypes.texts.map((name) => (taken.has(name) ? `object:${name}` : name))
}

/** Attributes must not be taken for what every event has. */
function freeName(name: string): string {
  return Object.values(flatNames).some((each) => each === name) ? `attribute:${name}` : name
}
