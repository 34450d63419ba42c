import type { EventPerson } from '@zhengfeng/contract'
import type { Keys } from '../keys.ts'
import type { EventAttributes, IncomingEvent } from './incoming-event.ts'
import { personalKind } from './personal-text.ts'

/** What is kept of a person; `value` where the source only says that it stands for somebody. */
export type PersonFields = Readonly<EventPerson> & { readonly value?: string }

/** Somebody to be written down, apart from the events that name them. */
export interface PersonToKeep {
  readonly division: string
  readonly digest: string
  readonly fields: PersonFields
}

/** Which attributes of a source stand for people. Names are without `case:`. */
export interface PersonalAttributes {
  readonly names: ReadonlySet<string>
  /** Under which the digests of `people` stand in the event. */
  readonly applicant: string
  readonly agent: string
}

/** An event that names nobody, and who was taken out of it. */
export interface SealedEvent {
  readonly event: IncomingEvent
  readonly people: readonly PersonToKeep[]
}

const prefix = 'person:'

/** Whether a text is a digest that stands for a person already. */
export function isPersonDigest(text: string): boolean {
  return text.length === prefix.length + 22 && /^person:[A-Za-z0-9_-]{22}$/.test(text)
}

/**
 * Makes the function that takes personal data out of the events of a source and leaves a salted digest in its place: `people`,
 * attributes that stand for people, and texts that plainly are a resident identity or mobile phone number, however deep.
 */
export function personalSealer(keys: Keys, personal: PersonalAttributes): (event: IncomingEvent) => SealedEvent {
  const digestOf = cachedDigest(keys)
  return (event) => {
    const people: PersonToKeep[] = []
    const keep = (fields: PersonFields, identity: string): string => {
      const digest = digestOf(identity)
      people.push({ division: event.division, digest, fields })
      return digest
    }
    const attributes = event.attributes && sealAttributes(event.attributes, personal.names, keep)
    const named = event.people && sealPeople(event, personal, keep)
    const actor = event.actor === undefined ? undefined : sealText(event.actor, keep)
    if (people.length === 0) return { event, people }
    const { people: _, ...rest } = event
    const merged = attributes || named ? { ...attributes, ...named } : undefined
    return {
      event: { ...rest, ...(actor !== undefined && { actor }), ...(merged && { attributes: merged }) },
      people,
    }
  }
}

type Keep = (fields: PersonFields, identity: string) => string

function sealPeople(event: IncomingEvent, personal: PersonalAttributes, keep: Keep): EventAttributes {
  const named: Record<string, string> = {}
  for (const role of ['applicant', 'agent'] as const) {
    const person = event.people?.[role]
    if (person) named[personal[role]] = keep(person, identityOf(person, event))
  }
  return named
}

/**
 * What makes a person the same person: the number of the document, else the phone number. A name alone does not: people of one
 * name are told apart by their cases.
 */
function identityOf(person: EventPerson, { division, caseNo }: IncomingEvent): string {
  if (person.idNumber) return idIdentity(person.idNumber)
  if (person.phone) return phoneIdentity(person.phone)
  if (person.email) return `email:${person.email.trim().toLowerCase()}`
  return `case:${JSON.stringify([division, caseNo, person.name ?? '', person.address ?? ''])}`
}

/** Returns the same object where nothing in it is personal. */
function sealAttributes(attributes: EventAttributes, names: ReadonlySet<string>, keep: Keep): EventAttributes {
  let sealed: Record<string, unknown> | undefined
  for (const name in attributes) {
    const value = attributes[name]
    const replaced = names.has(bare(name)) ? sealNamed(value, keep) : sealValue(value, name, keep)
    if (replaced === value) continue
    sealed ??= { ...attributes }
    sealed[name] = replaced
  }
  return sealed ?? attributes
}

function bare(name: string): string {
  return name.startsWith('case:') ? name.slice(5) : name
}

/** A value that the source says stands for a person. */
function sealNamed(value: unknown, keep: Keep): unknown {
  if (value === null || value === '' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const sealed = sealText(text, keep)
  if (sealed !== text || isPersonDigest(text)) return sealed
  return keep({ value: text }, `value:${text.trim()}`)
}

function sealValue(value: unknown, name: string, keep: Keep): unknown {
  if (typeof value === 'string') return sealText(value, keep)
  if (typeof value === 'number') return phoneLike.test(name) ? sealNumber(value, keep) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const sealed = value.map((each: unknown) => sealValue(each, name, keep))
    return sealed.some((each, i) => each !== value[i]) ? sealed : value
  }
  return sealAttributes(value as EventAttributes, none, keep)
}

const none: ReadonlySet<string> = new Set()
/** Only where the name says so is a bare number a phone number; else it may be an amount. */
const phoneLike = /phone|mobile|tel|手机|电话|联系/i

function sealNumber(value: number, keep: Keep): unknown {
  const text = String(value)
  const sealed = sealText(text, keep)
  return sealed === text ? value : sealed
}

function sealText(text: string, keep: Keep): string {
  const kind = personalKind(text)
  if (!kind) return text
  return keep({ [kind]: text.trim() }, kind === 'idNumber' ? idIdentity(text) : phoneIdentity(text))
}

function idIdentity(text: string): string {
  return `id:${text.trim().toUpperCase()}`
}

/** Without signs and the code of the country, so that one phone is one phone however it is written. */
function phoneIdentity(text: string): string {
  return `phone:${text.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '')}`
}

const mostDigests = 20_000

/** The same few people come again and again. */
function cachedDigest(keys: Keys): (identity: string) => string {
  const known = new Map<string, string>()
  return (identity) => {
    let digest = known.get(identity)
    if (digest === undefined) {
      digest = prefix + keys.digest(identity)
      if (known.size >= mostDigests) known.clear()
      known.set(identity, digest)
    }
    return digest
  }
}
