import { chinaDays } from './china-days.ts'
import { type EpochDay, parseDay } from './plain-day.ts'

/** Days on which China's announcements differ from the plain week. */
export interface AnnouncedDays {
  readonly off: ReadonlySet<EpochDay>
  /** Weekend days worked in exchange (调休). */
  readonly work: ReadonlySet<EpochDay>
  readonly firstYear: number
  readonly lastYear: number
}

/** Statutory days off and make-up working days of China, in every year for which they are in the table. */
export function chinaHolidays(): AnnouncedDays {
  const off = new Set<EpochDay>()
  const work = new Set<EpochDay>()
  for (const row of chinaDays) {
    const [offRanges = '', workRanges = ''] = row.slice(5).split('|')
    addDays(off, row.slice(0, 4), offRanges)
    addDays(work, row.slice(0, 4), workRanges)
  }
  return { off, work, firstYear: Number(chinaDays[0]!.slice(0, 4)), lastYear: Number(chinaDays.at(-1)!.slice(0, 4)) }
}

function addDays(days: Set<EpochDay>, year: string, ranges: string): void {
  for (const range of ranges.split(' ').filter(Boolean)) {
    const [from, until = from] = range.split('..')
    for (let day = parseDay(`${year}-${from}`)!; day <= parseDay(`${year}-${until}`)!; day++) days.add(day)
  }
}
