import type { ServiceLog } from '@zhengfeng/mining'
import { itemCode, officeCode, officerCode, type Reading } from '../reading.ts'
import type { Beneficiaries } from './beneficiaries.ts'
import type { Picks } from './picks.ts'
import { type Stratum, stratifiedUpperTail } from './stratified-test.ts'

/** What one officer of one office took up while other cases waited. */
export interface OfficerPicks {
  readonly name: string
  readonly office: string
  /** Parallel arrays: the place in `Picks`, what it is compared with (same step, department and item), whether it was out of turn. */
  readonly places: readonly number[]
  readonly strata: readonly number[]
  readonly jumped: readonly number[]
  readonly beneficiaries: readonly number[]
}

/** How one officer treated the cases of one agent or applicant. */
export interface Favour {
  /** Code of the beneficiary. */
  readonly beneficiary: number
  readonly size: number
  readonly jumps: number
  /** Share out of turn among this officer's other cases of the same items. */
  readonly usual: number
  /** How much more often than others the same beneficiary is served out of turn by other officers; 0 where there are too few cases. */
  readonly elsewhere: number
  /** Chance of so many out of turn if it did not matter whose the cases are; corrected for the number of beneficiaries looked at. */
  readonly pValue: number
  /** Places in `Picks` of those out of turn. */
  readonly outOfTurn: readonly number[]
}

interface Told {
  readonly picks: Picks
  readonly beneficiaries: Beneficiaries
  readonly parameters: Readonly<Record<string, number>>
}

/** Sorts picks by officer. A pick counts where enough others waited; it is out of turn where it gained places. */
export function picksByOfficer(service: ServiceLog, reading: Reading, told: Told): readonly OfficerPicks[] {
  const { log } = service
  const { picks, beneficiaries, parameters } = told
  type Growing = { -readonly [K in keyof OfficerPicks]: OfficerPicks[K] extends readonly number[] ? number[] : string }
  const byOfficer = new Map<number, Growing>()
  const items = service.item.values.length + 1
  for (let i = 0; i < picks.event.length; i++) {
    if (picks.waiting[i]! < parameters.waiting!) continue
    const event = picks.event[i]!
    const c = reading.eventCase[event]!
    const officer = officerCode(service, event)
    const key = officeCode(service, c) * log.resource!.values.length + officer
    let own = byOfficer.get(key)
    if (!own) {
      const office = service.office.values[service.office.codes[c]!] ?? ''
      own = { name: log.resource!.values[officer]!, office, places: [], strata: [], jumped: [], beneficiaries: [] }
      byOfficer.set(key, own)
    }
    own.places.push(i)
    own.strata.push(picks.queue[i]! * items + itemCode(service, c))
    own.jumped.push(picks.passed[i]! - picks.overtakenBy[i]! >= parameters.places! ? 1 : 0)
    own.beneficiaries.push(beneficiaries.ofCase[c]!)
  }
  return [...byOfficer.values()]
}

/** Picks and those out of turn, of all officers: by code of beneficiary, and of all together. */
export interface Totals {
  readonly sizeOf: Int32Array
  readonly jumpsOf: Int32Array
  readonly size: number
  readonly jumps: number
}

/** Counts what happened to each beneficiary anywhere. */
export function totalsOf(officers: readonly OfficerPicks[], beneficiaryCount: number): Totals {
  const sizeOf = new Int32Array(beneficiaryCount)
  const jumpsOf = new Int32Array(beneficiaryCount)
  let size = 0
  let jumps = 0
  for (const officer of officers) {
    size += officer.places.length
    for (let i = 0; i < officer.places.length; i++) {
      jumps += officer.jumped[i]!
      const beneficiary = officer.beneficiaries[i]!
      if (beneficiary < 0) continue
      sizeOf[beneficiary]!++
      jumpsOf[beneficiary]! += officer.jumped[i]!
    }
  }
  return { sizeOf, jumpsOf, size, jumps }
}

/** The beneficiary whose cases an officer took out of turn most unlikely by chance; `undefined` where none has enough cases. */
export function strongestFavour(
  officer: OfficerPicks,
  totals: Totals,
  parameters: Readonly<Record<string, number>>,
): Favour | undefined {
  const strata = strataOf(officer)
  const groups = [...positionsByBeneficiary(officer)].filter(
    ([, positions]) => positions.length >= parameters.beneficiaryPicks!,
  )
  let strongest: Favour | undefined
  for (const [beneficiary, positions] of groups) {
    const favour = judge(officer, { beneficiary, positions, strata, totals, least: parameters.beneficiaryPicks! })
    if (!strongest || favour.pValue < strongest.pValue) strongest = favour
  }
  return strongest && { ...strongest, pValue: Math.min(1, strongest.pValue * groups.length) }
}

function positionsByBeneficiary({ beneficiaries }: OfficerPicks): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  for (let i = 0; i < beneficiaries.length; i++) {
    const beneficiary = beneficiaries[i]!
    if (beneficiary < 0) continue
    const own = groups.get(beneficiary)
    if (own) own.push(i)
    else groups.set(beneficiary, [i])
  }
  return groups
}

function strataOf({ strata, jumped }: OfficerPicks): ReadonlyMap<number, { total: number; marked: number }> {
  const found = new Map<number, { total: number; marked: number }>()
  for (let i = 0; i < strata.length; i++) {
    let stratum = found.get(strata[i]!)
    if (!stratum) {
      stratum = { total: 0, marked: 0 }
      found.set(strata[i]!, stratum)
    }
    stratum.total++
    stratum.marked += jumped[i]!
  }
  return found
}

interface Question {
  readonly beneficiary: number
  readonly positions: readonly number[]
  readonly strata: ReadonlyMap<number, { readonly total: number; readonly marked: number }>
  readonly totals: Totals
  readonly least: number
}

function judge(officer: OfficerPicks, { beneficiary, positions, strata, totals, least }: Question): Favour {
  const drawn = new Map<number, { drawn: number; jumps: number }>()
  const outOfTurn: number[] = []
  for (const i of positions) {
    const own = drawn.get(officer.strata[i]!) ?? { drawn: 0, jumps: 0 }
    drawn.set(officer.strata[i]!, own)
    own.drawn++
    own.jumps += officer.jumped[i]!
    if (officer.jumped[i] === 1) outOfTurn.push(officer.places[i]!)
  }
  const tables = Array.from(drawn, ([key, own]): Stratum & { jumps: number } => ({ ...strata.get(key)!, ...own }))
  const others = tables.reduce((sum, table) => sum + table.total - table.drawn, 0)
  const othersJumped = tables.reduce((sum, table) => sum + table.marked - table.jumps, 0)
  const size = positions.length
  const jumps = outOfTurn.length
  return {
    ...{ beneficiary, size, jumps, outOfTurn },
    usual: others > 0 ? othersJumped / others : 0,
    elsewhere: excessElsewhere(totals, { beneficiary, size, jumps, least }),
    pValue: stratifiedUpperTail(jumps, tables),
  }
}

/** Someone whose cases are taken first everywhere, for being complete or simple, is not favoured by this officer. */
function excessElsewhere(
  totals: Totals,
  { beneficiary, size, jumps, least }: { beneficiary: number; size: number; jumps: number; least: number },
): number {
  const elsewhere = totals.sizeOf[beneficiary]! - size
  const others = totals.size - totals.sizeOf[beneficiary]!
  if (elsewhere < least || others === 0) return 0
  const jumpsOfAll = totals.jumpsOf[beneficiary]!
  return (jumpsOfAll - jumps) / elsewhere - (totals.jumps - jumpsOfAll) / others
}
