import type { EventLog } from '../log.ts'
import type { ReadingNotes } from '../reading-notes.ts'

/** Notices events that equal an earlier one in case, activity, time and resource. They stay in the log. */
export function noticeDuplicates(log: EventLog, notes: ReadingNotes): void {
  const { time, caseOffsets } = log
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    const end = caseOffsets[c + 1]!
    for (let from = caseOffsets[c]!; from < end; ) {
      let to = from + 1
      while (to < end && time[to] === time[from]) to++
      if (to - from > 1) noticeWithin(log, { from, to, caseIndex: c }, notes)
      from = to
    }
  }
}

/** Events of one case at one instant. */
function noticeWithin(log: EventLog, run: { from: number; to: number; caseIndex: number }, notes: ReadingNotes): void {
  const resources = log.resource?.values.length ?? 0
  const seen = new Set<number>()
  for (let i = run.from; i < run.to; i++) {
    const resource = log.resource ? log.resource.codes[i]! + 1 : 0
    const key = log.activity.codes[i]! * (resources + 1) + resource
    if (seen.has(key)) {
      const value = `${log.caseIds[run.caseIndex]} ${log.activity.values[log.activity.codes[i]!]}`
      notes.notice('duplicates', { line: log.sourceRow[i]!, value })
    } else seen.add(key)
  }
}
