import type { CaseRun } from '../casework/step.ts'
import type { Dice } from '../random/dice.ts'
import { type Experience, isLate } from './experience.ts'

export interface Service {
  readonly run: CaseRun
  readonly experience: Experience
  readonly queueMinutes: number
  readonly visits: number
  /** What people think of the office at large, around 0. */
  readonly repute: number
  /** When it is judged. */
  readonly at: number
}

/**
 * Draws how satisfied somebody is: mostly well, less after delay, notices, detours and long queues, and always with a taste of their own.
 *
 * @returns 5 very satisfied … 1 very dissatisfied
 */
export function drawSatisfaction(service: Service, dice: Dice): number {
  const { run, experience, queueMinutes, repute, at } = service
  const trouble =
    (isLate(run, at) ? 1.5 : 0) +
    Math.min(1.2, run.hiddenDays > 5 ? 0.9 : 0) +
    (experience.supplements > 1 ? 1 : experience.supplements * 0.3) +
    Math.min(1.2, experience.returns * 0.5) +
    (queueMinutes > 20 ? 0.6 : 0) +
    Math.max(0, service.visits - 1) * 0.2
  // Now and then something went wrong that no log tells.
  const grievance = dice.chance(0.05) ? 0.8 + dice.exponential(1.2) : 0
  const felt = 4.95 + repute - trouble - grievance + 0.7 * dice.normal()
  return Math.min(5, Math.max(1, Math.round(felt)))
}

/** Codes of the national rating form by level, the most usual first. */
const reasons: Readonly<Record<number, readonly string[]>> = {
  5: ['510', '517', '513', '512', '514', '516', '511', '515'],
  4: ['411', '413', '406', '407', '410', '412', '408', '409'],
  3: ['309', '314', '307', '311', '310', '313', '308', '312'],
  2: ['214', '213', '207', '208', '212', '211', '210', '209'],
  1: ['115', '113', '111', '112', '114', '109', '108', '110'],
}

/** Draws the reasons that are ticked; what truly happened comes first. Undefined where none is. */
export function drawReasons(level: number, service: Service, dice: Dice): string | undefined {
  if (!dice.chance(0.7)) return undefined
  const ticked = new Set(trueReasons(level, service))
  const usual = reasons[level]!
  const wanted = dice.integer(1, 3)
  while (ticked.size < wanted) ticked.add(usual[Math.min(usual.length - 1, Math.floor(dice.exponential(2)))]!)
  return [...ticked].join(',')
}

function trueReasons(level: number, { run, experience, at }: Service): string[] {
  if (level > 2) return []
  const late = level === 2 ? '209' : '110'
  const again = level === 2 ? '210' : '109'
  return [...(isLate(run, at) ? [late] : []), ...(experience.supplements > 1 ? [again] : [])]
}
