import type { CanonicalActivity, Limit, ProfileInput } from '@zhengfeng/eventlog'
import { activities } from './catalogue/activities.ts'
import { items } from './catalogue/items.ts'
import { calendarRule } from './province/office-hours.ts'
import { voiceActivities } from './voices/voice-activities.ts'

/** Columns of the sandbox's logs, as writers name them. */
export const columns = {
  case: 'caseNo',
  activity: 'activity',
  time: 'occurredAt',
  start: 'startedAt',
  recordedAt: 'recordedAt',
  resource: 'officer',
  department: 'department',
  office: 'office',
  item: 'item',
  channel: 'channel',
  applicant: 'applicant',
  agent: 'agent',
  stopKind: 'stopKind',
  stopDocument: 'stopDocument',
} as const

const caseColumns = ['office', 'item', 'channel', 'applicant', 'agent', 'priority']
/** The attribute that tells which group an applicant belongs to. */
export const applicantGroup = 'applicantGroup'

/** How a log of the sandbox is to be read. */
export function sandboxProfile({ voices }: { readonly voices: boolean }): ProfileInput {
  const { timeZone, ...calendar } = calendarRule
  const steps = voices ? { ...activities, ...voiceActivities } : activities
  return {
    version: 1,
    name: 'sandbox',
    timeZone,
    columns: { ...columns },
    caseColumns: [...caseColumns, ...(voices ? [applicantGroup] : [])],
    activities: activitiesByStep(steps),
    clock: {
      from: 'accept',
      to: 'close',
      statutory: { byItem: limitsByItem('statutory') },
      promised: { byItem: limitsByItem('promised') },
      stops: ['suspend', 'special'],
      extension: { amount: 10, unit: 'workingDay' },
    },
    calendar: {
      holidays: calendar.holidays,
      weekend: [...calendar.weekend],
      hours: calendar.hours.map(([opens, closes]) => [opens, closes] as [string, string]),
    },
    priority: { attribute: 'priority', values: ['绿色通道'] },
    systemAccounts: ['system-*'],
    procedure: Object.keys(steps),
  }
}

function activitiesByStep(
  steps: Readonly<Record<string, CanonicalActivity>>,
): Partial<Record<CanonicalActivity, string[]>> {
  const byStep: Partial<Record<CanonicalActivity, string[]>> = {}
  for (const [activity, step] of Object.entries(steps)) byStep[step] = [...(byStep[step] ?? []), activity]
  return byStep
}

function limitsByItem(which: 'statutory' | 'promised'): Record<string, Limit> {
  return Object.fromEntries(items.map((item) => [item.name, { ...item[which] }]))
}
