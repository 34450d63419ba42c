import type { CaseDetail } from '@zhengfeng/contract'
import type { z } from 'zod'

type Detail = z.infer<typeof CaseDetail>

/** A part of a bar: from and to as shares of the strip’s width. */
export interface StripPart {
  readonly kind: 'time' | 'stop' | 'limit' | 'over'
  readonly from: number
  readonly to: number
}

export interface Strip {
  readonly lived: readonly StripPart[]
  /** None where the clock never started. */
  readonly official: readonly StripPart[]
  readonly promised: readonly StripPart[]
  readonly statutory: readonly StripPart[]
  /** Where the case stands: the end, or the moment at which it is judged. */
  readonly now: number
  /** Beginnings of days, at most eight. */
  readonly days: readonly { readonly at: number; readonly ms: number }[]
}

/**
 * Lays the clocks of a case on one line of time, from its beginning to whatever comes last: its end, the present, or a limit.
 *
 * @param dayStartMs the beginning of an instant’s day in the office’s time zone: UTC milliseconds in and out
 */
export function layStrip(detail: Detail, dayStartMs: (ms: number) => number): Strip {
  const { clock, promised, statutory, asOf } = detail
  const startMs = Date.parse(detail.case.firstAt)
  const nowMs = Date.parse(detail.case.closedAt ?? (isOpen(detail) ? asOf : detail.case.lastAt))
  const clockEndMs = clock.to ? Date.parse(clock.to) : nowMs
  const dues = [promised?.due, statutory?.due].flatMap((due) => (due ? [Date.parse(due)] : []))
  const endMs = Math.max(nowMs, clockEndMs, startMs + 1, ...dues)
  const at = (ms: number): number => Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs)))
  const part = (kind: StripPart['kind'], fromMs: number, toMs: number): readonly StripPart[] =>
    toMs > fromMs ? [{ kind, from: at(fromMs), to: at(toMs) }] : []
  const fromMs = clock.from === undefined ? undefined : Date.parse(clock.from)
  const limit = (due: string | undefined): readonly StripPart[] => {
    if (due === undefined) return []
    const dueMs = Date.parse(due)
    return [...part('limit', fromMs ?? startMs, dueMs), ...part('over', dueMs, clockEndMs)]
  }
  const stops = detail.stops
    .filter(({ stopsClock }) => stopsClock)
    .flatMap(({ from, to }) =>
      part('stop', Math.max(fromMs ?? startMs, Date.parse(from)), Math.min(clockEndMs, to ? Date.parse(to) : nowMs)),
    )
  return {
    lived: part('time', startMs, nowMs),
    official: fromMs === undefined ? [] : [...part('time', fromMs, clockEndMs), ...stops],
    promised: limit(promised?.due),
    statutory: limit(statutory?.due),
    now: at(nowMs),
    days: dayMarks({ startMs, endMs, at }, dayStartMs),
  }
}

/** Whether the case is still with the office. */
export function isOpen({ case: row }: Pick<Detail, 'case'>): boolean {
  return !['closed', 'refused', 'withdrawn', 'void'].includes(row.status)
}

const dayMs = 86_400_000
const marksAtMost = 8

function dayMarks(
  { startMs, endMs, at }: { startMs: number; endMs: number; at: (ms: number) => number },
  dayStartMs: (ms: number) => number,
): Strip['days'] {
  const days = Math.max(1, Math.ceil((endMs - startMs) / dayMs / marksAtMost))
  const marks: { at: number; ms: number }[] = []
  for (let ms = dayStartMs(startMs + dayMs); ms < endMs; ms = dayStartMs(ms + days * dayMs + dayMs / 2))
    marks.push({ at: at(ms), ms })
  return marks
}
