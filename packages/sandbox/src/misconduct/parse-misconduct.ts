import { SandboxError } from '../errors.ts'
import { type MisconductKind, type MisconductRates, misconductKinds } from './kinds.ts'

/**
 * Reads rates of misconduct as the command line takes them.
 *
 * @param text kinds with rates between 0 and 1, separated by commas; `all=0.01` sets every kind that is not named
 * @throws SandboxError `misconductUnknown` or `misconductRateInvalid`, naming the kind and the value
 * @example
 * parseMisconduct('buck-passing=0.02, overdue=0.01') // → { 'buck-passing': 0.02, overdue: 0.01 }
 */
export function parseMisconduct(text: string): MisconductRates {
  const rates: Partial<Record<string, number>> = {}
  for (const part of text.split(',').map((entry) => entry.trim())) {
    if (part === '') continue
    const [kind = '', value = '', ...rest] = part.split('=').map((side) => side.trim())
    const rate = rest.length === 0 && /^\d*\.?\d+(e-?\d+)?$/i.test(value) ? Number(value) : Number.NaN
    checkRate(kind, rate, value)
    rates[kind] = rate
  }
  const { all, ...named } = rates
  if (all === undefined) return checkRates(named)
  return checkRates({ ...Object.fromEntries(misconductKinds.map((kind) => [kind, all])), ...named })
}

/** Refuses kinds that do not exist and rates that are none. */
export function checkRates(rates: Readonly<Record<string, number | undefined>>): MisconductRates {
  for (const [kind, rate] of Object.entries(rates)) {
    if (!misconductKinds.includes(kind as MisconductKind)) throw unknownKind(kind)
    checkRate(kind, rate ?? 0, String(rate))
  }
  return rates as MisconductRates
}

function checkRate(kind: string, rate: number, value: string): void {
  if (kind !== 'all' && !misconductKinds.includes(kind as MisconductKind)) throw unknownKind(kind)
  if (!(rate >= 0 && rate <= 1)) throw new SandboxError('misconductRateInvalid', { kind, value, expected: '0 … 1' })
}

function unknownKind(kind: string): SandboxError {
  return new SandboxError('misconductUnknown', { kind, expected: misconductKinds.join(', ') })
}
