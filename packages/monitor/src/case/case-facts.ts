import { canonicalActivities, type StringColumn } from '@zhengfeng/eventlog'
import { type ServiceLog, stepAt } from '@zhengfeng/mining'
import type { Reading } from './reading.ts'

/** A rating as it was given. */
export interface Rating {
  readonly at: number
  /** 5 very satisfied … 1 very dissatisfied; `NaN` where it is not told. */
  readonly level: number
  /** Filled in by the system because nobody rated. */
  readonly byDefault: boolean
  readonly followUp: boolean
}

/** What the events of a case tell beyond its milestones and clocks. Instants are UTC milliseconds, `NaN` where there is none. */
export interface CaseFacts {
  readonly supplementRounds: number
  /** The last request for supplements that was not answered and not overtaken by an acceptance or a decision. */
  readonly supplementPending: boolean
  /** The last answer to a request for supplements up to the first acceptance; `Infinity` where a request was still unanswered then. */
  readonly answeredBeforeAccept: number
  /** A `suspend` or `specialStart` without its end. */
  readonly suspended: boolean
  /** The last refusal or withdrawal that no acceptance on a later day undid. */
  readonly refusal: 'refused' | 'withdrawn' | undefined
  readonly handOvers: number
  /** Codes of `log.department`, -1 for none; names that stand for nobody are passed over. */
  readonly acceptDepartment: number
  readonly decideDepartment: number
  readonly firstDepartment: number
  readonly lastDepartment: number
  /** Code of `log.resource`; -1 for none. */
  readonly lastActor: number
  readonly lastEvent: number
  readonly channel: string | undefined
  readonly visits: number
  readonly queueWaits: readonly { readonly at: number; readonly ms: number }[]
  readonly ratings: readonly Rating[]
  readonly rectifiedAt: readonly number[]
  readonly complainedAt: readonly number[]
}

const none: readonly never[] = []
const step = Object.fromEntries(canonicalActivities.map((name, index) => [name, index])) as Readonly<
  Record<(typeof canonicalActivities)[number], number>
>
/** Steps that applicants and the hall take beside the case: whoever takes them does not hold it. */
const besideTheCase = new Set([step.rate, step.queue, step.call, step.complain, step.rectify])

type Mutable = { -readonly [Key in keyof CaseFacts]: CaseFacts[Key] }

/** Reads the events of a case once, in order of time. */
export function readFacts(reading: Reading, caseIndex: number): CaseFacts {
  const { service, steps } = reading
  const { log } = service
  const facts: Mutable = {
    supplementRounds: 0,
    supplementPending: false,
    answeredBeforeAccept: Number.NaN,
    suspended: false,
    refusal: undefined,
    handOvers: 0,
    acceptDepartment: -1,
    decideDepartment: -1,
    firstDepartment: -1,
    lastDepartment: -1,
    lastActor: -1,
    lastEvent: -1,
    channel: undefined,
    visits: Number.NaN,
    queueWaits: none,
    ratings: none,
    rectifiedAt: none,
    complainedAt: none,
  }
  const state = {
    ticketAt: Number.NaN,
    stopped: 0,
    accepted: false,
    refusedAt: Number.NaN,
    acceptedAt: Number.NaN,
    hand: -1,
  }
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    const at = log.time[e]!
    const taken = stepAt(log, steps, e)
    const department = namedDepartment(service, e)
    if (department >= 0) {
      if (facts.firstDepartment < 0) facts.firstDepartment = department
      if (state.hand >= 0 && state.hand !== department) facts.handOvers++
      state.hand = department
    }
    facts.channel ??= textAt(reading.channel, e)
    for (const column of reading.visits) {
      const visits = numberAt(column, e)
      if (visits >= 0) facts.visits = visits
    }
    if (!besideTheCase.has(taken)) {
      facts.lastEvent = e
      if (department >= 0) facts.lastDepartment = department
      if (log.resource && log.resource.codes[e]! >= 0) facts.lastActor = log.resource.codes[e]!
    }
    switch (taken) {
      case step.supplementRequest:
        facts.supplementRounds++
        facts.supplementPending = true
        if (!state.accepted) facts.answeredBeforeAccept = Number.POSITIVE_INFINITY
        break
      case step.supplementAnswer:
        facts.supplementPending = false
        if (!state.accepted) facts.answeredBeforeAccept = at
        break
      case step.accept:
        facts.supplementPending = false
        state.accepted = true
        state.acceptedAt = at
        if (facts.acceptDepartment < 0) facts.acceptDepartment = department
        break
      case step.decide:
        facts.supplementPending = false
        if (department >= 0) facts.decideDepartment = department
        break
      case step.suspend:
        state.stopped |= 1
        break
      case step.resume:
        state.stopped &= ~1
        break
      case step.specialStart:
        state.stopped |= 2
        break
      case step.specialEnd:
        state.stopped &= ~2
        break
      case step.refuse:
      case step.withdraw:
        facts.refusal = taken === step.refuse ? 'refused' : 'withdrawn'
        state.refusedAt = at
        break
      case step.queue:
        state.ticketAt = at
        break
      case step.call: {
        const from = Number.isNaN(state.ticketAt) ? (log.startTime?.[e] ?? Number.NaN) : state.ticketAt
        if (from <= at) facts.queueWaits = [...facts.queueWaits, { at, ms: at - from }]
        state.ticketAt = Number.NaN
        break
      }
      case step.rate:
        facts.ratings = [...facts.ratings, ratingAt(reading, e, at)]
        break
      case step.rectify:
        facts.rectifiedAt = [...facts.rectifiedAt, at]
        break
      case step.complain:
        facts.complainedAt = [...facts.complainedAt, at]
        break
    }
  }
  facts.suspended = state.stopped !== 0
  if (reading.dayOf(state.acceptedAt) > reading.dayOf(state.refusedAt)) facts.refusal = undefined
  return facts
}

function ratingAt({ satisfaction, defaultRating, followUpRating, rules }: Reading, event: number, at: number): Rating {
  const said = firstText(satisfaction, event)
  const yes = (columns: readonly StringColumn[]): boolean =>
    rules.trueTexts.includes((firstText(columns, event) ?? '').toLowerCase())
  return {
    at,
    level: said === undefined ? Number.NaN : (rules.satisfactionLevels[said.trim()] ?? Number.NaN),
    byDefault: yes(defaultRating),
    followUp: yes(followUpRating),
  }
}

function namedDepartment({ log, unnamedDepartment }: ServiceLog, event: number): number {
  const code = log.department?.codes[event] ?? -1
  return code >= 0 && unnamedDepartment[code] !== 1 ? code : -1
}

function firstText(columns: readonly StringColumn[], event: number): string | undefined {
  for (const column of columns) {
    const text = textAt(column, event)
    if (text !== undefined) return text
  }
  return undefined
}

function textAt(column: StringColumn | undefined, row: number): string | undefined {
  const code = column?.codes[row] ?? -1
  return code < 0 ? undefined : column!.values[code]
}

function numberAt(column: StringColumn, row: number): number {
  const text = textAt(column, row)
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text)
}
