import { zoneOffsetMs } from '@zhengfeng/worktime'
import { minuteMs } from '../instant/civil.ts'
import { formatInstant } from '../instant/format.ts'

/**
 * An instant as xs:dateTime with the offset of a zone, so that midnight there stays recognisable. Local mean times, whose offsets
 * have seconds, are written in UTC: XML Schema knows no such offsets.
 */
export function xmlDateTime(instant: number, timeZone: string): string {
  return formatInstant(instant, zoneOffsetMs(timeZone, instant) % minuteMs === 0 ? timeZone : 'UTC')
}
