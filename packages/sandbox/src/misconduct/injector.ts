import { officeShares } from '../casework/arrivals.ts'
import type { Circumstances } from '../casework/circumstances.ts'
import type { Draft } from '../casework/plan.ts'
import { Dice } from '../random/dice.ts'
import { injections } from './inject.ts'
import { type CaseKind, isOfficerKind, type MisconductRates, misconductKinds } from './kinds.ts'

const caseKinds = misconductKinds.filter((kind): kind is CaseKind => !isOfficerKind(kind))

/** Decides which cases are handled badly, so that each kind comes out at its rate over all cases. */
export class Injector {
  readonly #rates: MisconductRates
  readonly #dice: Dice
  /** How prone each office is; 1 on average over all cases. */
  readonly #prone: Float64Array
  /** Drawn for a case that could not have it, to be done to the next one that can. */
  readonly #owed = new Map<CaseKind, number>()

  constructor(rates: MisconductRates, { seed, offices }: { seed: number; offices: number }) {
    this.#rates = rates
    this.#dice = new Dice(seed, 45)
    const prone = Float64Array.from({ length: offices }, () => this.#dice.between(0.5, 1.5))
    const mean = officeShares(offices, seed).reduce((sum, share, office) => sum + share * prone[office]!, 0)
    this.#prone = prone.map((value) => value / mean)
  }

  /** Changes the draft of a case where it is one of the unlucky ones; gives the kinds that were put in. */
  inject(draft: Draft, at: Circumstances, office: number): CaseKind[] {
    const planned: CaseKind[] = []
    for (const kind of caseKinds) {
      const drawn = this.#dice.chance((this.#rates[kind] ?? 0) * this.#prone[office]!)
      const owed = (this.#owed.get(kind) ?? 0) + (drawn ? 1 : 0)
      const { possible, apply } = injections[kind]
      const now = owed > 0 && possible(draft)
      this.#owed.set(kind, owed - (now ? 1 : 0))
      if (!now) continue
      apply(draft, at)
      planned.push(kind)
    }
    return planned
  }
}
