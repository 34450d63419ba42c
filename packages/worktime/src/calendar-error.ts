/** Every way in which a calendar or a time zone can be unusable. Texts are under `errors` in the locale files. */
export const calendarErrorCodes = [
  /** `value` is no IANA time zone. */
  'timeZoneUnknown',
  /** `value` in `field` is no date `YYYY-MM-DD`, or none that exists. */
  'dateInvalid',
  /** `value` in `hours` is no time of day `HH:MM` from 00:00 to 24:00, or closes before it opens. */
  'hoursInvalid',
  /** `value` in `hours` begins before the hours before it end. */
  'hoursOverlap',
  /** `hours` is empty. */
  'hoursMissing',
  /** `value` in `weekend` is no ISO weekday from 1 to 7. */
  'weekdayInvalid',
  /** `weekend` names all seven days. */
  'noWorkingDay',
] as const
export type CalendarErrorCode = (typeof calendarErrorCodes)[number]

/** A calendar rule or a time zone that cannot be used. `values` name the `field` and the `value` at fault. */
export class CalendarError extends Error {
  readonly code: CalendarErrorCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: CalendarErrorCode, values: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.name = 'CalendarError'
    this.code = code
    this.values = values
  }
}
