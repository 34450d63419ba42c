import type { SandboxSpeed } from '@zhengfeng/contract'
import { createCalendar, isWorkingDay, type WorkCalendar } from '@zhengfeng/worktime'

/** The time in the province: as fast as was chosen while offices are open, and very fast while they are closed. */
export interface SandboxClock {
  /** UTC milliseconds; it never goes back. */
  now(): number
  isOpen(): boolean
  speed(): SandboxSpeed
  setSpeed(speed: SandboxSpeed): void
}

export interface ClockStart {
  /** The time in the province now, UTC milliseconds. */
  readonly at: number
  readonly speed: SandboxSpeed
  /** True time in milliseconds. */
  readonly wall: () => number
}

/** An hour in a second: a night takes a quarter of a minute, a weekend one minute. */
const closedSpeed = 3600
const minuteMs = 60_000
const dayMs = 86_400_000
const zoneOffsetMs = 8 * 3_600_000
/** From when to when something is to be seen at the windows, in minutes since midnight in Beijing. */
const opens = 8 * 60 + 50
const closes = 17 * 60 + 30

/** Makes the clock of the province. */
export function createSandboxClock({ at, speed, wall }: ClockStart): SandboxClock {
  const calendar = provinceCalendar()
  const state = { at, speed, wall: wall() }

  function now(): number {
    const time = wall()
    // The true clock may be set back; the province's stands still then.
    state.at = passed(state.at, Math.max(0, time - state.wall), { speed: state.speed, calendar })
    state.wall = time
    return Math.floor(state.at)
  }

  return {
    now,
    isOpen: () => hoursAt(now(), calendar).isOpen,
    speed: () => state.speed,
    setSpeed: (chosen) => {
      now()
      state.speed = chosen
    },
  }
}

/** Where the time of the province is when so much true time has passed. */
export function passed(
  from: number,
  wallMs: number,
  { speed, calendar }: { readonly speed: SandboxSpeed; readonly calendar: WorkCalendar },
): number {
  let at = from
  let rest = wallMs
  while (rest > 0 && speed > 0) {
    const { isOpen, until } = hoursAt(at, calendar)
    const rate = isOpen ? speed : Math.max(speed, closedSpeed)
    const needed = (until - at) / rate
    if (needed > rest) return at + rest * rate
    at = until
    rest -= needed
  }
  return at
}

interface Hours {
  readonly isOpen: boolean
  /** When that changes or the day ends. */
  readonly until: number
}

function hoursAt(at: number, calendar: WorkCalendar): Hours {
  const midnight = Math.floor((at + zoneOffsetMs) / dayMs) * dayMs - zoneOffsetMs
  const opensAt = midnight + opens * minuteMs
  const closesAt = midnight + closes * minuteMs
  const day = new Date(midnight + zoneOffsetMs).toISOString().slice(0, 10)
  if (!isWorkingDay(calendar, day)) return { isOpen: false, until: midnight + dayMs }
  if (at < opensAt) return { isOpen: false, until: opensAt }
  return at < closesAt ? { isOpen: true, until: closesAt } : { isOpen: false, until: midnight + dayMs }
}

/** The working days of China. */
export function provinceCalendar(): WorkCalendar {
  const hours: [string, string][] = [['09:00', '17:00']]
  return createCalendar({ timeZone: 'Asia/Shanghai', holidays: 'CN', weekend: [6, 7], hours, closed: [], open: [] })
}
