import { assembleLog, type EventLog, type StringColumn } from '@zhengfeng/eventlog'

/** One event: case id, activity, UTC milliseconds, and whatever else is known of it. */
export type SketchedEvent = readonly [caseId: string, activity: string, timeMs: number, more?: SketchedMore]

export interface SketchedMore {
  readonly startTime?: number
  readonly recordedAt?: number
  readonly lifecycle?: string
  readonly resource?: string
  readonly department?: string
  /** Of the case; its first event that names one decides. */
  readonly office?: string
}

/**
 * Builds a small log from literals, for examples and tests. Columns that no event fills are absent.
 *
 * @param events in any order; they are grouped by case and sorted by time
 * @param timeZone `UTC` unless told
 * @example
 * sketchLog([['a', 'close', 60_000], ['a', 'accept', 0]]).activity.codes // → Int32Array.of(1, 0)
 */
export function sketchLog(events: readonly SketchedEvent[], timeZone = 'UTC'): EventLog {
  const cases = coded(events.map(([caseId]) => caseId))
  const text = (key: 'lifecycle' | 'resource' | 'department') =>
    events.some(([, , , more]) => more?.[key]) && { [key]: coded(events.map(([, , , more]) => more?.[key])) }
  const instant = (key: 'startTime' | 'recordedAt') =>
    events.some(([, , , more]) => more?.[key] !== undefined) && {
      [key]: Float64Array.from(events, ([, , , more]) => more?.[key] ?? Number.NaN),
    }
  const office = (caseId: string) => events.find(([id, , , more]) => id === caseId && more?.office)?.[3]?.office
  return assembleLog({
    timeZone,
    caseIds: cases.values,
    eventCase: cases.codes,
    activity: coded(events.map(([, activity]) => activity)),
    time: Float64Array.from(events, ([, , time]) => time),
    sourceRow: Int32Array.from(events, (_, row) => row + 1),
    ...(events.some(([, , , more]) => more?.office) && { caseOffice: coded(cases.values.map(office)) }),
    ...instant('startTime'),
    ...instant('recordedAt'),
    ...text('lifecycle'),
    ...text('resource'),
    ...text('department'),
  }).log
}

function coded(texts: readonly (string | undefined)[]): StringColumn {
  const codes = new Map<string, number>()
  for (const text of texts) if (text !== undefined && !codes.has(text)) codes.set(text, codes.size)
  return {
    kind: 'string',
    codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : codes.get(text)!)),
    values: [...codes.keys()],
  }
}
