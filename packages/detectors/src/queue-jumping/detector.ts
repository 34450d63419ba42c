import { benjaminiHochberg, type ServiceLog, wilsonInterval } from '@zhengfeng/mining'
import { composeFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { readingOf } from '../reading.ts'
import { type Beneficiaries, beneficiariesOf } from './beneficiaries.ts'
import { type Favour, type OfficerPicks, picksByOfficer, strongestFavour, totalsOf } from './favours.ts'
import { overtakenEvents } from './overtaken.ts'
import { type Picks, picksOf } from './picks.ts'

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
  const picks = picksOf(service, reading)
  const officers = picksByOfficer(service, reading, { picks, beneficiaries, parameters })
  const totals = totalsOf(officers, beneficiaries.names.length)
  const tested = officers.flatMap((officer) => {
    if (officer.places.length < parameters.picks!) return []
    const favour = strongestFavour(officer, totals, parameters)
    return favour ? [{ officer, favour }] : []
  })
  const qValues = benjaminiHochberg(tested.map(({ favour }) => favour.pValue))
  const findings = tested.flatMap(({ officer, favour }, i) => {
    if (qValues[i]! > parameters.falseDiscovery! || excessOf(favour) < parameters.excessShare!) return []
    return [finding(service, { officer, favour, picks, beneficiaries, qValue: qValues[i]!, parameters })]
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
  readonly picks: Picks
  readonly beneficiaries: Beneficiaries
  readonly qValue: number
  readonly parameters: Readonly<Record<string, number>>
}

function finding(service: ServiceLog, suspicion: Suspicion): Finding {
  const { officer, favour, picks, beneficiaries, qValue, parameters } = suspicion
  const { jumps, size, usual, pValue } = favour
  const { low, high } = wilsonInterval(jumps, size)
  const jumpedShare = jumps / size
  const turns = turnsOf(service, suspicion)
  const resumed = favour.outOfTurn.filter((place) => picks.resumed[place] === 1).length
  return composeFinding(service, {
    detector: 'queue-jumping',
    subject: { kind: 'officer', officer: officer.name },
    office: officer.office,
    strength: {
      ...{ measure: 'outOfTurnShare', value: jumpedShare, unit: 'share', interval: [low, high] },
      ...{ usual, pValue, qValue },
    },
    sample: { size, minimum: parameters.beneficiaryPicks! },
    evidence: turns.map(({ caseIndex, events }) => ({ case: caseIndex, events })),
    explanation: {
      key: `explanations.queue-jumping.${beneficiaries.kind}`,
      values: {
        officer: officer.name,
        who: beneficiaries.names[favour.beneficiary]!,
        ...{ jumps, picks: size, jumpedShare, usualShare: usual, cases: turns.length },
        overtaken: new Set(turns.flatMap(({ overtaken }) => [...overtaken])).size,
        resumed,
        passed: passedText(service, turns),
      },
    },
    caveats: ['queueGuessed', ...(resumed > 0 ? ['keptPlace'] : []), 'easyCases', 'urgentUnmarked'],
  })
}

/** A case that was taken up out of turn, at one step or several, and the cases that it passed. */
interface Turn {
  readonly caseIndex: number
  readonly events: readonly number[]
  readonly overtaken: ReadonlySet<number>
}

/** Each case once, those that passed most first. */
function turnsOf(service: ServiceLog, { favour, picks }: Suspicion): readonly Turn[] {
  const { eventCase } = readingOf(service)
  const turns = new Map<number, { caseIndex: number; events: number[]; overtaken: Set<number> }>()
  for (const place of favour.outOfTurn) {
    const caseIndex = eventCase[picks.event[place]!]!
    const turn = turns.get(caseIndex) ?? { caseIndex, events: [], overtaken: new Set() }
    turns.set(caseIndex, turn)
    turn.events.push(picks.event[place]!)
    for (const event of overtakenEvents(picks, place)) turn.overtaken.add(eventCase[event]!)
  }
  for (const { events } of turns.values()) events.sort((a, b) => a - b)
  const idOf = ({ caseIndex }: Turn): string => service.log.caseIds[caseIndex]!
  return [...turns.values()].sort(
    (a, b) =>
      b.overtaken.size - a.overtaken.size ||
      service.log.time[a.events[0]!]! - service.log.time[b.events[0]!]! ||
      (idOf(a) < idOf(b) ? -1 : 1),
  )
}

/** The strongest cases with some of those that they passed, for people to look up: `late (early, earlier); …`. */
function passedText({ log }: ServiceLog, turns: readonly Turn[]): string {
  return turns
    .slice(0, 3)
    .map(({ caseIndex, overtaken }) => {
      const passed = [...overtaken].slice(0, 3).map((each) => log.caseIds[each]!)
      return `${log.caseIds[caseIndex]} (${passed.join(', ')})`
    })
    .join('; ')
}
