import { ProblemError } from '../http/problem-error.ts'

/** Keeps what bodies of all requests hold in memory within a bound. */
export interface BodyBudget {
  /** Runs `read`, which tells every byte it takes up; they are given back when it ends. */
  spend(read: (bytes: (count: number) => void) => Promise<void>): Promise<void>
}

/** @param most bytes of all bodies at a time */
export function createBodyBudget(most: number): BodyBudget {
  let spent = 0
  return {
    spend: async (read) => {
      let own = 0
      const take = (count: number): void => {
        // One body always has a place, however full it is.
        if (spent > own && spent + count > most) throw tooMuch()
        own += count
        spent += count
      }
      try {
        await read(take)
      } finally {
        spent -= own
      }
    },
  }
}

function tooMuch(): ProblemError {
  return new ProblemError('tooManyRequests', { reason: 'queue', seconds: 2 }, { headers: { 'retry-after': '2' } })
}
