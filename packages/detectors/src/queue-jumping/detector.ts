import { benjaminiHochberg, binomialUpperTail, type ServiceLog, wilsonInterval } from '@zhengfeng/mining'
import { composeFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { hypergeometricUpperTail } from '../hypergeometric.ts'
import { type Reading, readingOf } from '../reading.ts'
import { type Beneficiaries, beneficiariesOf } from './beneficiaries.ts'
import { type Desk, type OfficerPicks, picksByOfficer } from './officer-picks.ts'
import { picksOf } from './picks.ts'

/**
 * Officers who take cases out of turn: those of one agent or applicant far more often than all the others they handle, or
 * far more often than their colleagues at the same queues.
 */
export const queueJumping: Detector = {
  name: 'queue-jumping',
  level: 'officer',
  requires: ['resource'],
  parameters: {
    jumpShare: { default: 0.5, unit: 'share', range: [0.1, 1] },
    waiting: { default: 3, unit: 'count', range: [2, 100] },
    picks: { default: 50, unit: 'count', range: [20, 10_000] },
    beneficiaryPicks: { default: 5, unit: 'count', range: [3, 1000] },
    excessShare: { default: 0.2, unit: 'share', range: [0, 1] },
    falseDiscovery: { default: 0.05, unit: 'rate', range: [0.0001, 0.2] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const picks = picksOf(service, reading)
  const { officers, desks } = picksByOfficer(service, reading, { picks, parameters })
  const beneficiaries = beneficiariesOf(service)
  const tested = officers.filter((officer) => officer.events.length >= parameters.picks!)
  const suspicions = tested.map((officer) => strongest(officer, reading, { beneficiaries, desks, parameters }))
  const qValues = benjaminiHochberg(suspicions.map(({ pValue }) => pValue))
  const findings = suspicions.flatMap((suspicion, i) => {
    const excess = suspicion.jumps / suspicion.size - suspicion.usual
    if (qValues[i]! > parameters.falseDiscovery! || excess < parameters.excessShare!) return []
    return [finding(service, { officer: tested[i]!, suspicion, qValue: qValues[i]!, parameters })]
  })
  return { judged: tested.length, findings }
}

/** What speaks most against an officer. */
interface Suspicion {
  readonly kind: 'beneficiary' | 'colleagues'
  readonly who: string
  readonly jumps: number
  readonly size: number
  readonly usual: number
  readonly pValue: number
  /** Events that were out of turn. */
  readonly events: readonly number[]
}

interface Against {
  readonly beneficiaries: Beneficiaries | undefined
  readonly desks: ReadonlyMap<number, Desk>
  readonly parameters: Readonly<Record<string, number>>
}

/** The stronger of both tests; as one of two was chosen, its probability counts twice. */
function strongest(officer: OfficerPicks, reading: Reading, against: Against): Suspicion {
  const colleagues = againstColleagues(officer, against.desks)
  if (!against.beneficiaries) return colleagues
  const favoured = forBeneficiary(officer, reading, against.beneficiaries, against.parameters.beneficiaryPicks!)
  const chosen = favoured && favoured.pValue < colleagues.pValue ? favoured : colleagues
  return { ...chosen, pValue: Math.min(1, 2 * chosen.pValue) }
}

/** Are the cases of one beneficiary out of turn more often than this officer's others? Item and workload are then the same. */
function forBeneficiary(
  officer: OfficerPicks,
  reading: Reading,
  beneficiaries: Beneficiaries,
  least: number,
): Suspicion | undefined {
  const byBeneficiary = new Map<number, { size: number; events: number[] }>()
  const total = officer.events.length
  let marked = 0
  for (let i = 0; i < total; i++) {
    marked += officer.jumped[i]!
    const code = beneficiaries.ofCase[reading.eventCase[officer.events[i]!]!]!
    if (code < 0) continue
    const own = byBeneficiary.get(code) ?? { size: 0, events: [] }
    byBeneficiary.set(code, own)
    own.size++
    if (officer.jumped[i] === 1) own.events.push(officer.events[i]!)
  }
  const candidates = [...byBeneficiary].filter(([, { size }]) => size >= least)
  let strongest: Suspicion | undefined
  for (const [code, { size, events }] of candidates) {
    const tail = hypergeometricUpperTail(events.length, { draws: size, marked, total })
    const pValue = Math.min(1, tail * candidates.length)
    if (strongest && strongest.pValue <= pValue) continue
    const usual = total > size ? (marked - events.length) / (total - size) : 1
    strongest = {
      kind: 'beneficiary',
      who: beneficiaries.names[code]!,
      jumps: events.length,
      size,
      usual,
      pValue,
      events,
    }
  }
  return strongest
}

/** Does this officer take cases out of turn more often than colleagues do at the same queues? */
function againstColleagues(officer: OfficerPicks, desks: ReadonlyMap<number, Desk>): Suspicion {
  let expected = 0
  let size = 0
  let jumps = 0
  const events: number[] = []
  for (let i = 0; i < officer.events.length; i++) {
    const desk = desks.get(officer.queues[i]!)!
    const own = desk.byOfficer.get(officer.key)!
    const others = desk.picks - own.picks
    if (others < own.picks / 4 || others < 20) continue
    size++
    expected += (desk.jumps - own.jumps + 0.5) / (others + 1)
    if (officer.jumped[i] === 0) continue
    jumps++
    events.push(officer.events[i]!)
  }
  const usual = size > 0 ? expected / size : 1
  const pValue = size > 0 ? binomialUpperTail(jumps, size, usual) : 1
  return { kind: 'colleagues', who: '', jumps, size, usual, pValue, events }
}

function finding(
  service: ServiceLog,
  {
    officer,
    suspicion,
    qValue,
    parameters,
  }: { officer: OfficerPicks; suspicion: Suspicion; qValue: number; parameters: Readonly<Record<string, number>> },
): Finding {
  const { kind, who, jumps, size, usual, pValue, events } = suspicion
  const { eventCase } = readingOf(service)
  const { low, high } = wilsonInterval(jumps, size)
  return composeFinding(service, {
    detector: 'queue-jumping',
    subject: { kind: 'officer', officer: officer.name },
    office: officer.office,
    strength: {
      ...{ measure: 'outOfTurnShare', value: jumps / size, unit: 'share', interval: [low, high] },
      ...{ usual, pValue, qValue },
    },
    sample: { size, minimum: parameters[kind === 'beneficiary' ? 'beneficiaryPicks' : 'picks']! },
    evidence: events.map((event) => ({ case: eventCase[event]!, events: [event - 1, event] })),
    explanation: {
      key: `explanations.queue-jumping.${kind}`,
      values: { officer: officer.name, who, jumps, picks: size, jumpedShare: jumps / size, usualShare: usual },
    },
    caveats: ['queueGuessed', 'easyCases', 'urgentUnmarked'],
  })
}
