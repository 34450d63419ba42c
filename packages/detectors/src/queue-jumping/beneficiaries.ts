import type { EventLog, StringColumn } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'

/** For whom a case was handled: the agent, or the applicant where the source names no agents. One code per case, -1 unknown. */
export interface Beneficiaries {
  readonly kind: 'agent' | 'applicant'
  readonly ofCase: Int32Array
  readonly names: readonly string[]
}

/** Reads who stands behind each case; `undefined` where the source names nobody. */
export function beneficiariesOf({ log, profile }: ServiceLog): Beneficiaries | undefined {
  for (const kind of ['agent', 'applicant'] as const) {
    const name = profile.columns[kind]
    const ofCase = name === undefined ? undefined : codesByCase(log, name)
    if (ofCase) return { kind, ...ofCase }
  }
  return undefined
}

function codesByCase(log: EventLog, name: string): Omit<Beneficiaries, 'kind'> | undefined {
  const ofCase = log.caseAttributes.get(name)
  if (ofCase?.kind === 'string') return { ofCase: ofCase.codes, names: ofCase.values }
  const ofEvent = log.eventAttributes.get(name)
  return ofEvent?.kind === 'string' ? { ofCase: firstInCase(log, ofEvent), names: ofEvent.values } : undefined
}

function firstInCase(log: EventLog, column: StringColumn): Int32Array {
  const codes = new Int32Array(log.caseIds.length).fill(-1)
  for (let c = 0; c < codes.length; c++)
    for (let e = log.caseOffsets[c]!; codes[c]! < 0 && e < log.caseOffsets[c + 1]!; e++) codes[c] = column.codes[e]!
  return codes
}
