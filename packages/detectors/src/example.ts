import {
  assembleLog,
  canonicalActivities,
  type EventTable,
  Interner,
  Profile,
  type ProfileInput,
} from '@zhengfeng/eventlog'
import { readService, type ServiceLog } from '@zhengfeng/mining'
import { instantOfLocal } from '@zhengfeng/worktime'
import { compareFindings } from './compose-finding.ts'
import type { Detector } from './detector.ts'

/** The smallest log that shows what a detector finds, or what it must not find. Run by its test and shown in the docs. */
export interface Example {
  /** What it shows, as a sentence. */
  readonly name: string
  /** What differs from a plain profile: limits, procedure, priorities, system accounts. */
  readonly profile?: Partial<ProfileInput>
  /** Thresholds that differ from the defaults, where the smallest log is smaller than the smallest sample. */
  readonly parameters?: Readonly<Record<string, number>>
  readonly cases: Readonly<Record<string, ExampleCase>>
  /** Names of the cases, officers, departments or offices that the findings are about, in order. */
  readonly finds: readonly string[]
}

/**
 * A case as a table: a line of column names, then a line for each event. `at` (local time) and `activity` are needed;
 * `officer`, `department`, `office`, `item`, `recorded`, `start`, `document`, `agent` and `urgent` are known besides.
 */
export type ExampleCase =
  | string
  | {
      readonly events: string
      /** So many cases like it, each later than the one before by the given hours. */
      readonly copies: number
      readonly everyHours: number
    }

const timeZone = 'Asia/Shanghai'

/** The log of an example, read as service. */
export function exampleService(example: Example): ServiceLog {
  const rows = Object.entries(example.cases).flatMap(([name, each]) => rowsOfCase(name, each))
  const caseIds = [...new Set(rows.map((row) => row.case!))]
  const caseOfficeCodes = caseIds.map((id) => rows.find((row) => row.case === id)?.office)
  const has = (column: string): boolean => rows.some((row) => row[column] !== undefined)
  const table: EventTable = {
    timeZone,
    caseIds,
    eventCase: Int32Array.from(rows, (row) => caseIds.indexOf(row.case!)),
    activity: column(rows.map((row) => row.activity)),
    time: instants(rows.map((row) => row.at)),
    ...(has('office') && { caseOffice: column(caseOfficeCodes) }),
    ...(has('start') && { startTime: instants(rows.map((row) => row.start)) }),
    ...(has('recorded') && { recordedAt: instants(rows.map((row) => row.recorded)) }),
    ...(has('officer') && { resource: column(rows.map((row) => row.officer)) }),
    ...(has('department') && { department: column(rows.map((row) => row.department)) }),
    sourceRow: Int32Array.from(rows, (_, index) => index + 1),
    eventAttributes: new Map([['document', column(rows.map((row) => row.document))]]),
    caseAttributes: new Map(
      ['item', 'agent', 'urgent'].map((name) => [name, column(caseIds.map((id) => firstOf(rows, id, name)))]),
    ),
  }
  return readService(assembleLog(table).log, profileOf(example, has))
}

type Row = Readonly<Record<string, string | undefined>>

function rowsOfCase(name: string, given: ExampleCase): Row[] {
  const { events, copies, everyHours } = typeof given === 'string' ? { events: given, copies: 1, everyHours: 0 } : given
  const [header, ...lines] = events
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return Array.from({ length: copies }, (_, copy) =>
    lines.map((cells) => {
      const row = Object.fromEntries(header!.map((column, i) => [column, cells[i] || undefined]))
      const later = Object.fromEntries(
        ['at', 'start', 'recorded'].map((column) => [column, shifted(row[column], copy * everyHours)]),
      )
      return { ...row, ...later, case: copies === 1 ? name : `${name}-${copy + 1}` }
    }),
  ).flat()
}

function shifted(at: string | undefined, hours: number): string | undefined {
  if (at === undefined) return undefined
  return new Date(Date.parse(`${at.replace(' ', 'T')}Z`) + hours * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')
}

function firstOf(rows: readonly Row[], id: string, name: string): string | undefined {
  return rows.find((row) => row.case === id && row[name] !== undefined)?.[name]
}

function instants(texts: readonly (string | undefined)[]): Float64Array {
  return Float64Array.from(texts, (text) =>
    text === undefined ? Number.NaN : instantOfLocal(timeZone, Date.parse(`${text.replace(' ', 'T')}Z`)).instant,
  )
}

function column(texts: readonly (string | undefined)[]): {
  kind: 'string'
  codes: Int32Array
  values: readonly string[]
} {
  const interner = new Interner()
  const codes = Int32Array.from(texts, (text) => (text === undefined ? -1 : interner.intern(text)))
  return { kind: 'string', codes, values: interner.values }
}

function profileOf({ profile = {} }: Example, has: (column: string) => boolean): Profile {
  const roles = { office: 'office', item: 'item', agent: 'agent', stopDocument: 'document' }
  return Profile.parse({
    timeZone,
    columns: {
      ...{ case: 'case', activity: 'activity', time: 'at' },
      ...Object.fromEntries(Object.entries(roles).filter(([, name]) => has(name))),
    },
    activities: Object.fromEntries(canonicalActivities.map((step) => [step, [step]])),
    calendar: { holidays: 'CN' },
    ...(has('urgent') && { priority: { attribute: 'urgent', values: ['yes'] } }),
    ...profile,
  } satisfies ProfileInput)
}

/** The names that a detector's findings on an example are about, strongest first. */
export function foundIn(detector: Detector, example: Example): readonly string[] {
  const defaults = Object.entries(detector.parameters).map(([name, parameter]) => [name, parameter.default] as const)
  const parameters = { ...Object.fromEntries(defaults), ...example.parameters }
  const { findings } = detector.detect(exampleService(example), parameters)
  return findings.toSorted(compareFindings).map(({ subject, office }) => {
    if (subject.kind === 'case') return subject.caseId
    if (subject.kind === 'officer') return subject.officer
    return subject.kind === 'department' ? subject.department : office
  })
}
