import { assembleLog, type EventLog, type ProfileInput } from '@zhengfeng/eventlog'
import { type Arrival, drawArrivals, officeShares } from './casework/arrivals.ts'
import { draftCase, stepsOf } from './casework/plan.ts'
import type { CaseRun } from './casework/step.ts'
import { type Arrivals, Engine } from './engine/engine.ts'
import type { Labels } from './labels.ts'
import { Injector } from './misconduct/injector.ts'
import { corruptOfficers } from './misconduct/officers.ts'
import { type Settled, type SimulationOptions, settle } from './options.ts'
import { sandboxProfile } from './profile.ts'
import { type Officer, officeCode } from './province/officers.ts'
import { drawAbsences, type Schedule } from './province/schedule.ts'
import { staffOffice } from './province/staffing.ts'
import { createWorkDays, dayMs, type WorkDays, zoneOffsetMs } from './province/work-days.ts'
import { Dice } from './random/dice.ts'
import { EventRecord } from './record/event-record.ts'
import { tableOf } from './record/event-table.ts'
import { enterLate } from './record/late-entries.ts'
import { type Recording, stampRecordingTimes } from './record/recording-times.ts'
import { addVoices } from './voices/add-voices.ts'
import { Witness } from './witness.ts'

/** A log, what is true of it, and how to read it. */
export interface Simulation {
  readonly log: EventLog
  readonly labels: Labels
  readonly profile: ProfileInput
}

/**
 * Simulates the service offices of a province and writes their event log, with or without misconduct.
 *
 * Same options, same log to the last byte. Cases that are still open when the log ends are in it, unfinished.
 *
 * @param options how many cases, which seed, which misconduct at which rate
 * @returns the log; labels that say what truly holds of each case and officer; the profile that reads the log
 * @throws SandboxError `sandboxOptionInvalid`, `misconductUnknown`, `misconductRateInvalid`
 * @example
 * simulate({ cases: 50, seed: 7 }).log.caseIds.length // → 50
 */
export function simulate(options: SimulationOptions): Simulation {
  const settled = settle(options)
  const days = createWorkDays(settled.from, settled.days)
  const arrivalDays = createWorkDays(settled.from, Math.max(1, settled.days - settled.quietDays))
  const schedule = populate(settled, { days, arrivalDays })
  const arrivals = drawArrivals({ ...settled, days: arrivalDays })
  corruptOfficers({ officers: schedule.officers, arrivals, rates: settled.misconduct, seed: settled.seed })
  const record = new EventRecord()
  const witness = new Witness()
  const endsAt = days.start + days.count * dayMs
  const engine = new Engine({ ...settled, schedule, endsAt, record, label: witness.label, held: witness.held })
  const runs = engine.run(casesToCome(arrivals, { settled, days }))
  const voices = settled.voices ? addVoices({ ...settled, record, runs, arrivals, days, endsAt }) : undefined
  const recording: Recording = { ...settled, record, runs, days, endsAt }
  stampRecordingTimes(recording)
  witness.entered(enterLate(recording))
  const caseIds = caseIdsOf(arrivals)
  const { log } = assembleLog(tableOf({ record, arrivals, caseIds, ...(voices && { voices }) }))
  return {
    log,
    labels: witness.testify({ runs, caseIds, officers: schedule.officers, seed: settled.seed, endsAt }),
    profile: sandboxProfile(settled),
  }
}

function populate(settled: Settled, { days, arrivalDays }: { days: WorkDays; arrivalDays: WorkDays }): Schedule {
  const workingDays = arrivalDays.working.reduce((sum, worked) => sum + worked, 0)
  const officers: Officer[] = []
  for (const [office, share] of officeShares(settled.offices, settled.seed).entries()) {
    const casesPerDay = (settled.cases * share) / Math.max(1, workingDays)
    officers.push(...staffOffice(office, casesPerDay, { seed: settled.seed, firstIndex: officers.length }))
  }
  return { days, officers, absent: drawAbsences(officers, days, new Dice(settled.seed, 12)) }
}

function casesToCome(arrivals: readonly Arrival[], { settled, days }: { settled: Settled; days: WorkDays }): Arrivals {
  const injector = new Injector(settled.misconduct, settled)
  const plan = (index: number): CaseRun => {
    const arrival = arrivals[index]!
    const dice = new Dice(settled.seed, 13, index)
    const care = arrival.agent >= 0 ? 0.6 : 1
    const at = { dice, days, channel: arrival.channel, care, autoRouting: arrival.office % 2 === 1 }
    const draft = draftCase(arrival.item, at)
    const planned = injector.inject(draft, at, arrival.office)
    return newRun({ arrival, index, dice, plan: stepsOf(draft), planned })
  }
  return { count: arrivals.length, timeOf: (index) => arrivals[index]!.at, plan }
}

function newRun(start: Pick<CaseRun, 'index' | 'dice' | 'plan' | 'planned'> & { readonly arrival: Arrival }): CaseRun {
  const { arrival, index, dice, plan, planned } = start
  return {
    ...{ index, dice, plan, planned, stops: [] },
    office: arrival.office,
    item: arrival.item,
    agent: arrival.agent,
    priority: arrival.priority,
    submittedAt: arrival.at,
    ...{ next: 0, hurried: false, waits: false, ended: false, acceptor: -1 },
    waitsSince: arrival.at,
    ...{ hiddenExcess: 0, hiddenDays: 0, lastActAt: arrival.at },
    ...{ acceptedAt: Number.NaN, promisedDue: Number.NaN, statutoryDue: Number.NaN, extendedAt: Number.NaN },
    ...{ stoppedSince: Number.NaN, closedAt: Number.NaN },
  }
}

/** Office, day and running number: `01-20250102-000001`. */
function caseIdsOf(arrivals: readonly Arrival[]): string[] {
  const last: number[] = []
  return arrivals.map(({ office, at }) => {
    const number = (last[office] ?? 0) + 1
    last[office] = number
    const day = new Date(at + zoneOffsetMs).toISOString().slice(0, 10).replaceAll('-', '')
    return `${officeCode(office)}-${day}-${String(number).padStart(6, '0')}`
  })
}
