import { departments } from '../catalogue/departments.ts'
import type { Shift } from './office-hours.ts'

/** What an officer does: the desks of the service hall, and those of each department behind it. */
export const roles = ['reception', 'certificate', 'acceptance', 'review', 'decision'] as const
export type Role = (typeof roles)[number]

/** Someone who works. Everything about them is drawn once, when the province is set up. */
export interface Officer {
  readonly index: number
  /** Office, department and number, such as `01-03-07`. Nobody has a name. */
  readonly code: string
  readonly office: number
  readonly department: number
  readonly role: Role
  readonly desk: number
  /** Bit `f` is set where they know items of family `f` of their department. */
  readonly skills: number
  /** Work per minute, 1 for the average officer. */
  readonly speed: number
  readonly shift: Shift
  /** When they take up new cases: for each half day of five weekdays, first and last minute; equal where not at all. */
  readonly roster: Float64Array
  /** The colleague whose desk they serve while that one is away (A/B post), or -1. */
  readonly backsUp: number
  /** Agents whose cases they take out of turn, and how often. */
  favours?: { readonly agents: ReadonlySet<number>; readonly share: number }
  /** How much they put aside to close on the last day of the month. */
  drawer?: { readonly share: number; readonly secondsEach: number }
}

const desksPerDepartment = 3
/** Number of desks of one office. */
export const desksPerOffice = 2 + (departments.length - 1) * desksPerDepartment

/** The desk of a role; the desks of the service hall know no department. */
export function deskOf(office: number, role: Role, department: number): number {
  const first = office * desksPerOffice
  if (role === 'reception') return first
  if (role === 'certificate') return first + 1
  return first + 2 + (department - 1) * desksPerDepartment + (role === 'acceptance' ? 0 : role === 'review' ? 1 : 2)
}

/** The code of an office, `01` for the first. */
export function officeCode(office: number): string {
  return String(office + 1).padStart(2, '0')
}

/** The name of an office in the log. */
export function officeName(office: number): string {
  return `${officeCode(office)}号政务服务中心`
}
