import type { CaseRun } from '../casework/step.ts'

/**
 * Cases that wait at one desk, in the order they came. Cases that may be handled first (lawful priority, or a hurry of the
 * office's own) stand in a line of their own.
 */
export class Desk {
  readonly #first: CaseRun[] = []
  readonly #others: CaseRun[] = []

  get length(): number {
    return this.#first.length + this.#others.length
  }

  add(run: CaseRun): void {
    if (run.priority || run.hurried) this.#first.push(run)
    else this.#others.push(run)
  }

  /** Takes out the first case that `mayTake` allows, or nothing. */
  take(mayTake: (run: CaseRun) => boolean): CaseRun | undefined {
    return takeFirst(this.#first, mayTake) ?? takeFirst(this.#others, mayTake)
  }

  /** Takes out the first case that `wanted` allows, and counts the ordinary cases that came before it. */
  takeOutOfTurn(wanted: (run: CaseRun) => boolean): { run: CaseRun; passed: number } | undefined {
    const passed = this.#others.findIndex(wanted)
    if (passed < 0) return undefined
    const [run] = this.#others.splice(passed, 1)
    return { run: run!, passed: passed + this.#first.length }
  }
}

function takeFirst(line: CaseRun[], mayTake: (run: CaseRun) => boolean): CaseRun | undefined {
  for (let i = 0; i < line.length; i++) {
    const run = line[i]!
    if (!mayTake(run)) continue
    line.splice(i, 1)
    return run
  }
  return undefined
}
