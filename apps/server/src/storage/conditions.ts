import type { Parameter } from './database.ts'

/** Conditions of a statement together with the parameters that they need. */
export interface Conditions {
  readonly parameters: Parameter[]
  /** Adds a condition; `write` is given the places of the values, such as `$3`. */
  add(write: (...places: string[]) => string, ...values: readonly Parameter[]): void
  /** All conditions, joined by `and`; `true` where there is none. */
  text(): string
}

/** Begins with parameters that the statement uses elsewhere. */
export function conditionsOf(...first: readonly Parameter[]): Conditions {
  return conditionsInto([...first])
}

/** Conditions that add to the parameters of others of the same statement. */
export function conditionsInto(parameters: Parameter[]): Conditions {
  const written: string[] = []
  return {
    parameters,
    add: (write, ...values) => {
      const places = values.map((value) => `$${parameters.push(value)}`)
      written.push(write(...places))
    },
    text: () => (written.length === 0 ? 'true' : written.join('\n       and ')),
  }
}
