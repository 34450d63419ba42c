import {
  assembleLog,
  type Column,
  canonicalActivities,
  type EventLog,
  Profile,
  type ProfileInput,
  type StringColumn,
} from '@zhengfeng/eventlog'
import { readService } from './read-service.ts'
import type { ServiceLog } from './service-log.ts'

/** One event of a test: case, step, day and time in March 2026 in Shanghai (the 2nd is a Monday), and attributes. */
export type Told = readonly [caseId: string, step: string, at: string, more?: Readonly<Record<string, string>>]

export const hour = 3_600_000
export const day = 24 * hour
export const columns = { case: 'id', activity: 'step', time: 'at', item: 'item' }

/** Reads events as service under a profile that maps every step to itself. */
export function read(events: readonly Told[], profile: Partial<ProfileInput> = {}): ServiceLog {
  return readService(logOf(events), profileOf(profile))
}

export function profileOf(input: Partial<ProfileInput>): Profile {
  const steps: NonNullable<ProfileInput['activities']> = {}
  for (const step of canonicalActivities) steps[step] = [step]
  return Profile.parse({ columns, activities: steps, ...input })
}

/** Attributes named `case:…` are of the case; those that hold a day and time are instants, those that are numbers are numbers. */
export function logOf(events: readonly Told[]): EventLog {
  const ids = [...new Set(events.map(([id]) => id))]
  const names = [...new Set(events.flatMap(([, , , more]) => Object.keys(more ?? {})))]
  const ofEvents = (name: string): StringColumn => coded(events.map(([, , , more]) => more?.[name]))
  const ofCase = (id: string, name: string): string | undefined =>
    events.find((told) => told[0] === id && told[3]?.[name])?.[3]?.[name]
  const own = ['office', 'resource', 'lifecycle']
  const caseAttributes = names
    .filter((name) => name.startsWith('case:'))
    .map((name) => [name.slice(5), typed(ids.map((id) => ofCase(id, name)))] as const)
  return assembleLog({
    timeZone: 'Asia/Shanghai',
    caseIds: ids,
    eventCase: Int32Array.from(events, ([id]) => ids.indexOf(id)),
    activity: coded(events.map(([, step]) => step)),
    time: Float64Array.from(events, ([, , time]) => at(time)),
    sourceRow: Int32Array.from(events, (_, row) => row + 1),
    ...(names.includes('office') && { caseOffice: coded(ids.map((id) => ofCase(id, 'office'))) }),
    ...(names.includes('resource') && { resource: ofEvents('resource') }),
    ...(names.includes('lifecycle') && { lifecycle: ofEvents('lifecycle') }),
    eventAttributes: new Map(
      names.filter((name) => !name.startsWith('case:') && !own.includes(name)).map((name) => [name, ofEvents(name)]),
    ),
    caseAttributes: new Map(caseAttributes),
  }).log
}

function typed(texts: readonly (string | undefined)[]): Column {
  const told = texts.filter((text) => text !== undefined)
  if (told.every((text) => /^\d\d \d\d:\d\d$/.test(text)))
    return { kind: 'instant', values: Float64Array.from(texts, (text) => (text === undefined ? Number.NaN : at(text))) }
  if (told.every((text) => /^-?\d+$/.test(text)))
    return { kind: 'number', integer: true, values: Float64Array.from(texts, (text) => Number(text ?? Number.NaN)) }
  return coded(texts)
}

function coded(texts: readonly (string | undefined)[]): StringColumn {
  const values = [...new Set(texts.filter((text) => text !== undefined))]
  return {
    kind: 'string',
    codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : values.indexOf(text))),
    values,
  }
}

export function at(text: string): number {
  return Date.parse(`2026-03-${text.replace(' ', 'T')}+08:00`)
}

/** Instants as their day and time, `—` for none. */
export function shown(instants: Float64Array): string[] {
  return Array.from(instants, (instant) =>
    Number.isNaN(instant) ? '—' : new Date(instant + 8 * hour).toISOString().slice(8, 16).replace('T', ' '),
  )
}

export function shownAll(milestones: ServiceLog['milestones']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(milestones).map(([name, instants]) => [name, shown(instants)]))
}
