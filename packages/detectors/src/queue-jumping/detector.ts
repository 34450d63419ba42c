import { benjaminiHochberg, type ServiceLog, wilsonInterval } from '@zhengfeng/mining'
import { composeFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { readingOf } from '../reading.ts'
import { type Beneficiaries, beneficiariesOf } from './beneficiaries.ts'
import { type Favour, type OfficerPicks, picksByOfficer, strongestFavour, totalsOf } from './favours.ts'
import { picksOf } from './picks.ts'

/** Officers who take up the cases of one agent or applicant out of turn, far more often than their other cases. */
export const queueJumping: Detector = {
  name: 'queue-jumping',
  level: 'officer',
  requires: ['resource', 'beneficiary', 'everyEvent'],
  parameters: {
    places: { default: 1, unit: 'count', range: [1, 100] },
    waiting: { default: 1, unit: 'count', range: [1, 100] },
    picks: { default: 30, unit: 'count', range: [20, 10_000] },
    beneficiaryPicks: { default: 5, unit: 'count', range: [3, 1000] },
    excessShare: { default: 0.2, unit: 'share', range: [0, 1] },
    falseDiscovery: { default: 0.01, unit: 'rate', range: [0.0001, 0.2] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const beneficiaries = beneficiariesOf(service)!
  const officers = picksByOfficer(service, reading, { picks: picksOf(service, reading), beneficiaries, parameters })
  const totals = totalsOf(officers, beneficiaries.names.length)
  const tested = officers.flatMap((officer) => {
    if (officer.events.length < parameters.picks!) return []
    const favour = strongestFavour(officer, totals, parameters)
    return favour ? [{ officer, favour }] : []
  })
  const qValues = benjaminiHochberg(tested.map(({ favour }) => favour.pValue))
  const findings = tested.flatMap(({ officer, favour }, i) => {
    if (qValues[i]! > parameters.falseDiscovery! || excessOf(favour) < parameters.excessShare!) return []
    return [finding(service, { officer, favour, beneficiaries, qValue: qValues[i]!, parameters })]
  })
  return { judged: tested.length, findings }
}

/** How much more often than the officer's other cases, less what the same beneficiary has with other officers too. */
function excessOf({ jumps, size, usual, elsewhere }: Favour): number {
  return jumps / size - usual - Math.max(0, elsewhere)
}

interface Suspicion {
  readonly officer: OfficerPicks
  readonly favour: Favour
  readonly beneficiaries: Beneficiaries
  readonly qValue: number
  readonly parameters: Readonly<Record<string, number>>
}

function finding(service: ServiceLog, { officer, favour, beneficiaries, qValue, parameters }: Suspicion): Finding {
  const { jumps, size, usual, pValue } = favour
  const { eventCase } = readingOf(service)
  const { low, high } = wilsonInterval(jumps, size)
  const jumpedShare = jumps / size
  return composeFinding(service, {
    detector: 'queue-jumping',
    subject: { kind: 'officer', officer: officer.name },
    office: officer.office,
    strength: {
      ...{ measure: 'outOfTurnShare', value: jumpedShare, unit: 'share', interval: [low, high] },
      ...{ usual, pValue, qValue },
    },
    sample: { size, minimum: parameters.beneficiaryPicks! },
    evidence: favour.events.map((event) => ({ case: eventCase[event]!, events: [event - 1, event] })),
    explanation: {
      key: `explanations.queue-jumping.${beneficiaries.kind}`,
      values: {
        officer: officer.name,
        who: beneficiaries.names[favour.beneficiary]!,
        ...{ jumps, picks: size, jumpedShare, usualShare: usual, allPicks: officer.events.length },
      },
    },
    caveats: ['queueGuessed', 'easyCases', 'urgentUnmarked'],
  })
}
