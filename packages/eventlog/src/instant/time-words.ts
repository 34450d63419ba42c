/** Words that tell the half of the day, with the hour of the day that each written hour means; no other hour is readable. */
export interface Meridiem {
  readonly word: Uint8Array
  readonly hours: readonly (number | undefined)[]
}

const noHour = undefined
const morning = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const afternoon = [noHour, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]
// “晚上12点” is midnight to some and noon to nobody; which day's midnight is not said, so it is not read.
const evening = afternoon.with(12, noHour)
const noon = [noHour, 13, 14, noHour, noHour, noHour, noHour, noHour, noHour, noHour, noHour, 11, 12, 13, 14]

/** Before the time. */
export const meridiemsBefore: readonly Meridiem[] = [
  { word: utf8('上午'), hours: [...morning, 0] },
  { word: utf8('下午'), hours: afternoon },
  { word: utf8('凌晨'), hours: [...morning.slice(0, 7), noHour, noHour, noHour, noHour, noHour, 0] },
  { word: utf8('早上'), hours: morning },
  { word: utf8('中午'), hours: noon },
  { word: utf8('晚上'), hours: evening },
  { word: utf8('AM'), hours: [noHour, ...morning.slice(1), 0] },
  { word: utf8('PM'), hours: afternoon.slice(0, 13) },
]
/** After the time. */
export const meridiemsAfter: readonly Meridiem[] = [
  { word: utf8('AM'), hours: [noHour, ...morning.slice(1), 0] },
  { word: utf8('PM'), hours: afternoon.slice(0, 13) },
  { word: utf8('A.M.'), hours: [noHour, ...morning.slice(1), 0] },
  { word: utf8('P.M.'), hours: afternoon.slice(0, 13) },
]

export const year = utf8('年')
export const month = utf8('月')
export const day = utf8('日')
export const dayColloquial = utf8('号')
export const hourWord = utf8('时')
export const hourColloquial = utf8('点')
export const minuteWord = utf8('分')
export const secondWord = utf8('秒')
export const wideColon = utf8('：')
export const utc = utf8('UTC')
export const gmt = utf8('GMT')

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
