import type { EventTable, StringColumn } from '@zhengfeng/eventlog'
import { type Arrival, agentsPerOffice } from '../casework/arrivals.ts'
import { items } from '../catalogue/items.ts'
import { officeOfAgent } from '../misconduct/officers.ts'
import { applicantGroup, columns } from '../profile.ts'
import { calendarRule } from '../province/office-hours.ts'
import { officeCode, officeName } from '../province/officers.ts'
import type { VoiceRecord } from '../voices/voice-record.ts'
import { CodedColumn, type EventRecord } from './event-record.ts'

/** The events of a simulation as the table of an export. */
export function tableOf(source: {
  record: EventRecord
  arrivals: readonly Arrival[]
  caseIds: string[]
  voices?: VoiceRecord
}): EventTable {
  const { record, arrivals, caseIds, voices } = source
  const byCase = (text: (arrival: Arrival) => string | undefined): StringColumn => {
    const column = new CodedColumn()
    for (const arrival of arrivals) column.push(text(arrival))
    return column.finish()
  }
  return {
    timeZone: calendarRule.timeZone,
    caseIds,
    caseOffice: byCase((arrival) => officeName(arrival.office)),
    eventCase: record.caseIndex.finish(),
    activity: record.activity.finish(),
    time: record.time.finish(),
    startTime: record.start.finish(),
    recordedAt: record.recordedAt.finish(),
    resource: record.resource.finish(),
    department: record.department.finish(),
    sourceRow: Int32Array.from({ length: record.length }, (_, row) => row + 1),
    eventAttributes: new Map([
      [columns.stopKind, record.stopKind.finish()],
      [columns.stopDocument, record.stopDocument.finish()],
      ['note', record.note.finish()],
      ...(voices?.columns(record) ?? []),
    ]),
    caseAttributes: new Map([
      [columns.item, byCase((arrival) => items[arrival.item]!.name)],
      [columns.channel, byCase((arrival) => arrival.channel)],
      [columns.applicant, byCase((arrival) => `A${String(arrival.applicant).padStart(6, '0')}`)],
      [columns.agent, byCase((arrival) => (arrival.agent < 0 ? undefined : agentCode(arrival.agent)))],
      ['priority', byCase((arrival) => (arrival.priority ? '绿色通道' : '普通'))],
      ...(voices ? [[applicantGroup, groupColumn(voices)] as const] : []),
    ]),
  }
}

function groupColumn({ groups }: VoiceRecord): StringColumn {
  const column = new CodedColumn()
  for (const group of groups) column.push(group)
  return column.finish()
}

/** `D01-3`: the third agent of the first office. */
export function agentCode(agent: number): string {
  return `D${officeCode(officeOfAgent(agent))}-${(agent % agentsPerOffice) + 1}`
}
