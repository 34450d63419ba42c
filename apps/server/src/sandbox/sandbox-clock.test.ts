import { describe, expect, it } from 'vitest'
import { createSandboxClock, passed, provinceCalendar } from './sandbox-clock.ts'

const calendar = provinceCalendar()
/** Times of day in Beijing; 2026-11-20 is a Friday. */
const at = (day: number, time: string): number => Date.parse(`2026-11-${day}T${time}:00+08:00`)

describe('the time of the sandbox province', () => {
  it('runs as fast as was chosen while offices are open', () => {
    expect(passed(at(20, '10:00'), 60_000, { speed: 60, calendar })).toBe(at(20, '11:00'))
    expect(passed(at(20, '10:00'), 60_000, { speed: 1, calendar })).toBe(at(20, '10:01'))
  })

  it('stands still where it is told to', () => {
    expect(passed(at(20, '03:00'), 60_000, { speed: 0, calendar })).toBe(at(20, '03:00'))
  })

  it('passes an hour a second while they are closed, over the weekend too', () => {
    expect(passed(at(20, '18:00'), 1000, { speed: 1, calendar })).toBe(at(20, '19:00'))
    const untilMonday = (at(23, '08:50') - at(20, '17:30')) / 3600
    expect(passed(at(20, '17:30'), untilMonday + 60_000, { speed: 1, calendar })).toBe(at(23, '08:51'))
  })

  it('changes its pace in the middle of a step', () => {
    expect(passed(at(20, '17:29'), 60_000 + 1000, { speed: 1, calendar })).toBe(at(20, '18:30'))
  })

  it('never goes back, and keeps what had passed when its speed is changed', () => {
    let wall = 1000
    const clock = createSandboxClock({ at: at(20, '10:00'), speed: 60, wall: () => wall })
    wall += 60_000
    clock.setSpeed(0)
    wall -= 90_000
    expect(clock.now()).toBe(at(20, '11:00'))
    clock.setSpeed(600)
    wall += 1000
    expect([clock.now(), clock.isOpen(), clock.speed()]).toEqual([at(20, '11:10'), true, 600])
  })
})
