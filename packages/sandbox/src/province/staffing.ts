import { deskWork, itemShares } from '../casework/workload.ts'
import { departmentIndex, departments } from '../catalogue/departments.ts'
import { items, type ServiceItem } from '../catalogue/items.ts'
import { Dice } from '../random/dice.ts'
import { dayShift, lunchDutyShift, type Shift } from './office-hours.ts'
import { deskOf, type Officer, type Role } from './officers.ts'

/** Staffs one office so that the work it will get keeps its desks as busy as desks are: some slack, some queues. */
export function staffOffice(
  office: number,
  casesPerDay: number,
  options: { seed: number; firstIndex: number },
): Officer[] {
  const dice = new Dice(options.seed, 11, office)
  const officers: Officer[] = []
  const load = expectedMinutes(casesPerDay)
  const hire = (team: Omit<Team, 'office' | 'dice' | 'firstIndex'>): void => {
    officers.push(...staffDesk({ ...team, office, dice, firstIndex: options.firstIndex + officers.length }))
  }
  hire({ role: 'reception', department: 0, minutes: load.reception, busy: 0.6, least: 2 })
  hire({ role: 'certificate', department: 0, minutes: load.certificate, busy: 0.55, least: 3 })
  for (let department = 1; department < departments.length; department++) {
    const work = load.byDepartment[department]!
    const reviewers = options.firstIndex + officers.length
    hire({ role: 'review', department, minutes: work.review, busy: dice.between(0.7, 0.84), least: 2 })
    const backups = [reviewers, reviewers + 1]
    hire({ role: 'acceptance', department, minutes: work.acceptance, busy: 0.55, least: 1 })
    hire({ role: 'decision', department, minutes: work.decision, busy: 0.55, least: 1 })
    appointBackups(officers, backups, options.firstIndex)
  }
  return numbered(officers)
}

/** Gives everyone their code: office, department, number within the department. */
function numbered(officers: readonly Officer[]): Officer[] {
  const last = departments.map(() => 0)
  return officers.map((officer) => {
    const number = ++last[officer.department]!
    const parts = [officer.office + 1, officer.department, number].map((part) => String(part).padStart(2, '0'))
    return { ...officer, code: parts.join('-') }
  })
}

interface Team {
  readonly office: number
  readonly role: Role
  readonly department: number
  /** Minutes of work that arrive on a working day. */
  readonly minutes: number
  /** Share of the time on the desk that is to be filled with work. */
  readonly busy: number
  readonly least: number
  readonly dice: Dice
  readonly firstIndex: number
}

function staffDesk(team: Team): Officer[] {
  const { office, role, department, dice } = team
  const perOfficer = role === 'review' ? 330 : 240
  const size = Math.max(team.least, Math.ceil(team.minutes / perOfficer))
  const minutesEach = team.minutes / size / team.busy
  return Array.from({ length: size }, (_, number) => {
    const shift = department === 0 && number % 2 === 1 ? lunchDutyShift : dayShift
    const index = team.firstIndex + number
    return {
      ...{ index, office, department, role, shift, backsUp: -1 },
      code: '',
      desk: deskOf(office, role, department),
      skills: skillsOf(role, number, dice),
      speed: speedOf(dice),
      roster: rosterOf(role, { shift, minutesEach, dice, number }),
    }
  })
}

/** Most are about as fast as others; a few are slow, and honest. */
function speedOf(dice: Dice): number {
  return dice.chance(0.06) ? dice.between(0.5, 0.65) : Math.min(1.5, Math.max(0.7, dice.logNormal(1, 0.15)))
}

/** Everyone knows everything, except some reviewers; the first of a team always does. */
function skillsOf(role: Role, number: number, dice: Dice): number {
  if (role !== 'review' || number === 0 || !dice.chance(0.3)) return 0b11
  return dice.chance(0.5) ? 0b01 : 0b10
}

interface RosterNeeds {
  readonly shift: Shift
  /** Minutes of an average working day that the officer is to spend on the desk. */
  readonly minutesEach: number
  readonly dice: Dice
  readonly number: number
}

/**
 * The service hall is staffed all day; acceptance and decision have their hours every day; reviewers give whole half days
 * to files and the rest to field work and meetings.
 */
function rosterOf(role: Role, needs: RosterNeeds): Float64Array {
  const { shift, minutesEach, dice } = needs
  const roster = new Float64Array(20)
  const halves = role === 'review' ? halfDaysFor(minutesEach, dice) : everyHalfDay(role, minutesEach)
  for (const [half, share] of halves) {
    const from = shift[half % 2 === 0 ? 0 : 2]
    const to = shift[half % 2 === 0 ? 1 : 3]
    const length = Math.round((to - from) * share)
    const start = from + Math.floor(dice.next() * (to - from - length + 1))
    roster[half * 2] = start
    roster[half * 2 + 1] = start + length
  }
  return roster
}

/** All day in the service hall, some time of each half day for acceptance and decision. */
function everyHalfDay(role: Role, minutesEach: number): [half: number, share: number][] {
  const share = role === 'acceptance' || role === 'decision' ? Math.min(1, Math.max(0.25, minutesEach / 400)) : 1
  return Array.from({ length: 10 }, (_, half) => [half, share])
}

/** As many half days of the week as the work needs, spread over it, the last of them cut to measure. */
function halfDaysFor(minutesEach: number, dice: Dice): [half: number, share: number][] {
  const needed = Math.min(10, Math.max(2, (minutesEach * 5) / usualHalfDay))
  const count = Math.ceil(needed)
  const first = dice.integer(0, 9)
  return Array.from({ length: count }, (_, i) => [
    (first + Math.floor((i * 10) / count)) % 10,
    i === count - 1 ? needed - i : 1,
  ])
}

/** Minutes of an average half day. */
const usualHalfDay = 210

/** The first reviewer stands in for the one who decides, the second for the one who accepts. */
function appointBackups(officers: Officer[], reviewers: readonly number[], firstIndex: number): void {
  const department = officers.at(-1)!.department
  const primary = (role: Role): number =>
    officers.find((officer) => officer.department === department && officer.role === role)!.index
  for (const [position, role] of (['decision', 'acceptance'] as const).entries()) {
    const at = reviewers[position]! - firstIndex
    officers[at] = { ...officers[at]!, backsUp: primary(role) }
  }
}

interface ExpectedMinutes {
  readonly reception: number
  readonly certificate: number
  readonly byDepartment: readonly { acceptance: number; review: number; decision: number }[]
}

function expectedMinutes(casesPerDay: number): ExpectedMinutes {
  const byDepartment = departments.map(() => ({ acceptance: 0, review: 0, decision: 0 }))
  let certificate = 0
  for (const [index, item] of items.entries()) {
    const cases = casesPerDay * itemShares[index]!
    const work = deskWork(item)
    const lead = byDepartment[departmentIndex(item.department)]!
    lead.acceptance += cases * work.acceptance
    lead.review += cases * work.review
    lead.decision += cases * work.decision
    certificate += cases * work.certificate
    addJointWork(byDepartment, item, cases * work.joint)
  }
  return { reception: casesPerDay * 10, certificate, byDepartment }
}

function addJointWork(byDepartment: readonly { review: number }[], item: ServiceItem, minutes: number): void {
  for (const department of item.joint ?? []) byDepartment[departmentIndex(department)]!.review += minutes
}
