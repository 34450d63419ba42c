/** Which days are worked, and in which hours. The same shape as `calendar` in a profile, with its zone. */
export interface CalendarRule {
  /** IANA zone, for example `Asia/Shanghai`. */
  readonly timeZone: string
  /** `CN`: statutory holidays and make-up working days of China. */
  readonly holidays: 'CN' | 'none'
  /** ISO weekdays that are not worked, 1 = Monday … 7 = Sunday. */
  readonly weekend: readonly number[]
  /** Office hours of a working day, local time `HH:MM`, in order, not overlapping. */
  readonly hours: readonly (readonly [opens: string, closes: string])[]
  /** Further days off, `YYYY-MM-DD`. */
  readonly closed: readonly string[]
  /** Further working days, `YYYY-MM-DD`; they win over `closed`, holidays and weekends. */
  readonly open: readonly string[]
}

/** A rule made ready for counting. */
export interface WorkCalendar {
  readonly rule: CalendarRule
}
