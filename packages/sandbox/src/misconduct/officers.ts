import { agentsPerOffice } from '../casework/arrivals.ts'
import type { Officer } from '../province/officers.ts'
import { Dice } from '../random/dice.ts'
import type { MisconductRates } from './kinds.ts'

/** Gives habits to a share of the officers who could have them: at least one where the rate is above zero. */
export function corruptOfficers(officers: readonly Officer[], rates: MisconductRates, seed: number): void {
  const jumping = rates['queue-jumping'] ?? 0
  for (const officer of chosen(officers, { role: 'review', rate: jumping, dice: new Dice(seed, 41) })) {
    const dice = new Dice(seed, 42, officer.index)
    const first = officer.office * agentsPerOffice
    const agents = new Set([first + dice.integer(0, 2), first + dice.integer(0, 5)])
    officer.favours = { agents, share: dice.between(0.55, 0.98) }
  }
  const batching = rates['batch-closing'] ?? 0
  for (const officer of chosen(officers, { role: 'certificate', rate: batching, dice: new Dice(seed, 43) })) {
    const dice = new Dice(seed, 44, officer.index)
    officer.drawer = { share: dice.between(0.4, 0.95), secondsEach: dice.between(10, 45) }
  }
}

interface Choice {
  readonly role: Officer['role']
  readonly rate: number
  readonly dice: Dice
}

function chosen(officers: readonly Officer[], { role, rate, dice }: Choice): Officer[] {
  if (rate <= 0) return []
  const able = officers.filter((officer) => officer.role === role)
  const count = Math.max(1, Math.floor(able.length * rate + dice.next()))
  for (let i = 0; i < count && i < able.length; i++) {
    const other = dice.integer(i, able.length - 1)
    ;[able[i], able[other]] = [able[other]!, able[i]!]
  }
  return able.slice(0, count)
}
