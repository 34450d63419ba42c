import type { CalendarRule } from '@zhengfeng/worktime'

/** Office hours of every office of the sandbox, and the calendar that limits are counted on. */
export const calendarRule: CalendarRule = {
  timeZone: 'Asia/Shanghai',
  holidays: 'CN',
  weekend: [6, 7],
  hours: [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ],
  closed: [],
  open: [],
}

/** Two halves of a day, in minutes since local midnight. */
export type Shift = readonly [morningFrom: number, morningTo: number, afternoonFrom: number, afternoonTo: number]

/** The shift of most officers, which is the office hours. */
export const dayShift: Shift = [540, 720, 780, 1020]

/** Those who keep the window open over lunch eat early. */
export const lunchDutyShift: Shift = [540, 660, 720, 1020]
