import {
  csvProfile,
  type EventLog,
  ocelColumns,
  type ProfileInput,
  serviceEventColumns,
  xesColumns,
} from '@zhengfeng/eventlog'
import type { WritableFormat } from './commands/convert.ts'

type Columns = ProfileInput['columns']

/** Under which names the writers keep the columns that a log has to itself. */
const writtenNames: Readonly<Record<Exclude<WritableFormat, 'csv'>, Columns>> = {
  xes: xesColumns,
  ocel: ocelColumns,
  ndjson: serviceEventColumns,
}

/**
 * The profile by which a written log is read back: that of the log it was made of, with the names of columns that the format
 * gives. Names of other attributes stay as they are.
 */
export function writtenProfile(log: EventLog, profile: ProfileInput, format: WritableFormat): ProfileInput {
  const written = format === 'csv' ? csvProfile(log) : { columns: present(log, writtenNames[format]) }
  const { caseColumns: _, ...rest } = profile
  return { ...rest, ...written, columns: { ...profile.columns, ...written.columns } }
}

function present(log: EventLog, names: Columns): Columns {
  const has: Readonly<Record<string, unknown>> = {
    start: log.startTime,
    recordedAt: log.recordedAt,
    lifecycle: log.lifecycle,
    resource: log.resource,
    department: log.department,
    office: log.caseOffice,
  }
  return Object.fromEntries(Object.entries(names).filter(([role]) => !(role in has) || has[role])) as Columns
}
