import {
  type Answer,
  casesRoutes,
  detectorNames,
  findingsRoutes,
  jobsRoutes,
  type Role,
  roles,
  warningsRoutes,
} from '@zhengfeng/contract'
import { caseRows } from './cases.ts'
import { now } from './people.ts'
import { answer, type MockAnswer, type MockCall, MockProblem } from './site.ts'

type Case = Answer<typeof casesRoutes.get>
type Finding = Answer<typeof findingsRoutes.read>
type Summary = Answer<typeof findingsRoutes.list>['items'][number]
type Quality = Finding['quality']
type Card = Answer<typeof warningsRoutes.read>
type Detectors = Answer<typeof findingsRoutes.detectors>

const hourMs = 3_600_000
const nowMs = Date.parse(now)

/** An instant so many hours before now. */
function before(hours: number): string {
  return new Date(nowMs - hours * hourMs).toISOString()
}

/** An overdue case with all that a case can have: a stop, a late entry, a taken-back step, a bad rating, personal data. */
export function caseDetail({ params }: Pick<MockCall, 'params'>): Case {
  const [row] = caseRows(1)
  const event = (seq: number, activity: string, step: string, hours: number): Case['timeline'][number] => ({
    seq,
    type: 'step',
    activity,
    step,
    occurredAt: before(hours),
    recordedAt: before(hours - 0.01),
    sourceRecordedAt: before(hours - 0.01),
    lagMs: 36_000,
    actor: '办事员07',
    department: '市场监管局',
    channel: '窗口',
    flags: [],
    voided: false,
  })
  return {
    case: {
      ...row!,
      caseNo: params.caseNo ?? row!.caseNo,
      status: 'accepted',
      due: 'overdue',
      firstAt: before(480),
      lastAt: before(200),
      remainingMs: -48 * hourMs,
      eventCount: 6,
    },
    asOf: now,
    exportEnded: false,
    source: { id: '33333333-3333-4333-8333-333333333333', name: '样例审批系统', kind: 'push' },
    attributes: { 材料份数: 4 },
    applicant: 'person:AAAAAAAAAAAAAAAAAAAAAA',
    clock: {
      state: 'running',
      from: before(470),
      officialMs: 12 * 8 * hourMs,
      livedMs: 480 * hourMs,
      stoppedMs: 16 * hourMs,
      workingDayMs: 8 * hourMs,
    },
    statutory: { due: before(-72), state: 'running', remainingMs: 72 * hourMs },
    promised: { due: before(48), state: 'overdue', remainingMs: -48 * hourMs },
    stops: [{ from: before(400), to: before(340), kind: 'special', documented: false, stopsClock: true }],
    waiting: {
      step: 'review',
      activity: '审查',
      since: before(200),
      sinceMs: 200 * hourMs,
      department: '市场监管局',
      actor: '办事员07',
      clock: 'running',
      waitsFor: 'office',
      usual: { medianMs: 20 * hourMs, p90Ms: 90 * hourMs, cases: 320, basis: 'item' },
      remedies: [{ key: 'correction', values: {}, from: before(10) }],
    },
    timeline: [
      event(1, '收件', 'receive', 480),
      { ...event(2, '受理', 'accept', 470), sourceRecordedAt: before(400), lagMs: 70 * hourMs },
      { ...event(3, '特别程序开始', 'specialStart', 400), attributes: { 原因: '检测' } },
      event(4, '特别程序结束', 'specialEnd', 340),
      { ...event(5, '初审', 'review', 200), flags: ['future'] },
      { ...event(6, '退回', 'return', 200), voided: true },
    ],
    timelineCut: false,
    findings: [{ id: 'f1', detector: 'overdue', state: 'suspected', foundAt: before(20) }],
    warnings: [{ id: 'w1', rule: 'overdue', level: 'red', state: 'open', raisedAt: before(40), replyDue: before(-30) }],
    ratings: [{ at: before(100), level: 2, byDefault: false }],
    personal: { sealed: 1, erased: 0, mayReveal: true },
  }
}

const quality: Quality = {
  measured: {
    true: 40,
    found: 38,
    wrong: 1,
    precisionShare: 0.974,
    precisionRange: [0.9, 1],
    recallShare: 0.925,
    recallRange: [0.8, 1],
    falsePer10CleanLogs: 0.2,
  },
  live: {
    confirmed: 9,
    falseAlarms: 1,
    otherwiseDismissed: 2,
    suspected: 63,
    precisionShare: 0.9,
    precisionInterval: [0.596, 0.982],
  },
}

const subjects: readonly Summary['subject'][] = [
  { kind: 'case', name: '99-2026-10000' },
  { kind: 'officer', name: '办事员07' },
  { kind: 'department', name: '市场监管局' },
  { kind: 'office', name: '99011' },
]

function summary(index: number): Summary {
  const subject = subjects[index % subjects.length]!
  const judgesOfficer = subject.kind === 'officer'
  return {
    division: '99011',
    divisionName: '甲市一县',
    id: `f${index}`,
    detector: judgesOfficer ? 'queue-jumping' : detectorNames[index % detectorNames.length]!,
    subject,
    state: 'suspected',
    item: '食品经营许可',
    department: '市场监管局',
    from: before(300),
    to: before(24),
    strength: judgesOfficer
      ? { measure: 'outOfTurnShare', value: 0.75, unit: 'share', interval: [0.41, 0.93], usual: 0.02, qValue: 0.00019 }
      : { measure: 'overPromised', value: 16 * hourMs, unit: 'workingMs' },
    sampleSize: judgesOfficer ? 8 : 1,
    sampleMinimum: judgesOfficer ? 5 : 1,
    cases: judgesOfficer ? 5 : 1,
    explanation: { key: 'explanations.x', values: {}, text: `第 ${index} 条疑点的说明：承诺期限已过，仍未办结。` },
    comments: index % 3,
    foundAt: before(20 + index),
    changedAt: before(20),
    version: 1,
  }
}

/** Findings that can be judged: what is done to them stays done as long as the site stands. */
function findingAnswers(mayJudge: boolean): readonly MockAnswer[] {
  const findings = Array.from({ length: 8 }, (_, index) => summary(index))
  const acts = new Map<string, Finding['acts']>()
  const actsOf = (id: string): Finding['acts'] =>
    acts.get(id) ?? [{ number: 1, kind: 'found', at: before(20), by: 'system', undone: false }]
  const view = (id: string): Finding => {
    const found = findings.find((it) => it.id === id)
    if (!found) throw new MockProblem('notFound')
    const done = actsOf(id)
    return {
      ...found,
      evidence: [0, 1, 2, 3].slice(0, found.cases).map((index) => evidence(index)),
      furtherCases: found.cases > 4 ? ['99-2026-10009'] : [],
      caveats: [{ key: 'limitOfItem', text: '事项的期限可能录入有误。' }],
      parameters: { graceWorkingDays: 0 },
      quality,
      acts: done,
      may: { judge: mayJudge, comment: mayJudge, undo: done.some(({ by, undone }) => by === '样例人员' && !undone) },
    }
  }
  const act = (
    id: string,
    kind: Finding['acts'][number]['kind'],
    change: Partial<Summary> & { readonly act?: Partial<Finding['acts'][number]> },
  ): Finding => {
    const index = findings.findIndex((it) => it.id === id)
    const found = findings[index]
    if (!found) throw new MockProblem('notFound')
    const { act: detail, ...changed } = change
    const number = found.version + 1
    acts.set(id, [...actsOf(id), { number, kind, at: now, by: '样例人员', undone: false, ...detail }])
    findings[index] = { ...found, ...changed, version: number }
    return view(id)
  }
  const checked = (call: MockCall): string => {
    const id = call.params.id ?? ''
    const { version } = call.body as { version: number }
    // Nobody can know this version: somebody else acts each time.
    if (id === 'f6' || version !== findings.find((it) => it.id === id)?.version) throw new MockProblem('conflict')
    return id
  }
  const textOf = ({ body }: MockCall) => body as { readonly text?: string; readonly reason?: 'falseAlarm' }
  return [
    answer(findingsRoutes.list, ({ query }) => ({
      items: findings.filter(({ state }) => query.state === undefined || state === query.state),
    })),
    answer(findingsRoutes.facets, () => ({
      total: 8,
      state: (['suspected', 'confirmed', 'dismissed'] as const).map((value) => ({
        value,
        count: findings.filter(({ state }) => state === value).length,
      })),
      detector: [{ value: 'overdue', count: 5 }],
      subject: [{ value: 'officer', count: 2 }],
      division: [],
      department: [{ value: '市场监管局', count: 8 }],
      item: [{ value: '食品经营许可', count: 8 }],
    })),
    answer(findingsRoutes.read, ({ params }) => view(params.id ?? '')),
    answer(findingsRoutes.assignees, () => ({ items: [{ id: 'other', name: '另一人' }] })),
    answer(findingsRoutes.confirm, (call) => act(checked(call), 'confirmed', { state: 'confirmed' })),
    answer(findingsRoutes.dismiss, (call) => {
      const { reason = 'falseAlarm', text = '' } = textOf(call)
      return act(checked(call), 'dismissed', {
        state: 'dismissed',
        dismissal: { reason, text },
        act: { reason, ...(text && { text }) },
      })
    }),
    answer(findingsRoutes.assign, (call) =>
      act(checked(call), 'assigned', {
        assignee: { id: 'other', name: '另一人' },
        act: { assignee: { id: 'other', name: '另一人' } },
      }),
    ),
    answer(findingsRoutes.comment, (call) =>
      act(call.params.id ?? '', 'commented', { act: { text: textOf(call).text ?? '' } }),
    ),
    answer(findingsRoutes.undo, (call) => {
      const id = checked(call)
      const last = actsOf(id).findLast(({ by, undone }) => by === '样例人员' && !undone)
      acts.set(
        id,
        actsOf(id).map((it) => (it === last ? { ...it, undone: true } : it)),
      )
      return act(id, 'undone', { state: 'suspected', act: { undone: true, undoes: last?.number ?? 1 } })
    }),
    answer(findingsRoutes.bulk, ({ body }) => ({
      results: (body as { findings: { division: string; id: string }[] }).findings.map(({ division, id }) =>
        id === 'f6'
          ? { division, id, problem: 'conflict' as const }
          : { division, id, version: act(id, 'dismissed', { state: 'dismissed' }).version },
      ),
    })),
  ]
}

function evidence(index: number): Finding['evidence'][number] {
  const event = (seq: number, activity: string, proves: boolean) => ({
    seq,
    activity,
    occurredAt: before(300 - seq),
    recordedAt: before(290 - seq),
    sourceRecordedAt: before(290 - seq),
    actor: '办事员07',
    department: '市场监管局',
    proves,
  })
  return {
    division: '99011',
    caseNo: `99-2026-${10_000 + index}`,
    item: '食品经营许可',
    department: '市场监管局',
    status: 'accepted',
    events: [event(1, '收件', false), event(2, '受理', true), event(3, '审查', true)],
    eventsLeftOut: 2,
  }
}

function detectors(): Detectors {
  return {
    version: 1,
    items: detectorNames.map((name, index) => ({
      name,
      level: index === 6 || index === 8 ? 'officer' : 'case',
      alone: index < 3,
      requires: ['resource'],
      parameters:
        name === 'overdue'
          ? [{ name: 'graceWorkingDays', default: 0, value: 1, unit: 'workingDays', low: 0, high: 60 }]
          : [],
      quality,
      lastRunAt: before(9),
      notApplicableIn: index === 3 ? 2 : 0,
    })),
  }
}

function card(index: number, state: Card['state'] = index % 2 ? 'replied' : 'open'): Card {
  return {
    division: '99011',
    divisionName: '甲市一县',
    id: `w${index}`,
    level: index % 3 ? 'yellow' : 'red',
    rule: index % 3 ? 'near-due' : 'overdue',
    state,
    caseNo: `99-2026-${10_000 + index}`,
    item: '食品经营许可',
    department: '市场监管局',
    holder: '办事员07',
    addressee: 'department',
    reason: { key: 'reasons.overdue', values: { dueAt: nowMs - 50 * hourMs } },
    caseDue: before(50),
    raisedAt: before(40),
    replyNeeded: index !== 4,
    ...(index !== 4 && { replyDue: before(index * 8 - 20) }),
    replyLate: false,
    escalation: index === 3 ? 1 : 0,
    caseEnded: false,
    changedAt: before(40),
    version: 1,
    acts: [
      {
        number: 1,
        kind: 'raised',
        at: before(40),
        by: 'system',
        reason: { key: 'reasons.overdue', values: { dueAt: nowMs - 50 * hourMs } },
        addressee: 'department',
        replyDue: before(-20),
      },
    ],
    may: { reply: true, manage: true },
  }
}

const cardIndex = ({ params }: Pick<MockCall, 'params'>): number => Number((params.id ?? 'w0').slice(1))

/** All that the work screens ask for beside the shell’s own questions. */
export function workFor(role: Role): readonly MockAnswer[] {
  const permissions: readonly string[] = roles[role]
  const facet = [{ value: 'open', count: 3 }]
  return [
    answer(casesRoutes.get, caseDetail),
    answer(casesRoutes.list, () => ({ items: caseRows(20), next: 'more' })),
    answer(casesRoutes.personal, ({ body }) => {
      if (!(body as { reason?: string }).reason) throw new MockProblem('invalid')
      return { items: [{ digest: 'person:AAAAAAAAAAAAAAAAAAAAAA', fields: { name: '张样例', phone: '13800000000' } }] }
    }),
    ...findingAnswers(permissions.includes('finding.judge')),
    answer(findingsRoutes.detectors, detectors),
    answer(findingsRoutes.setThresholds, () => ({ version: 2 })),
    answer(findingsRoutes.runDetectors, () => ({ jobId: '44444444-4444-4444-8444-444444444444' })),
    answer(jobsRoutes.read, ({ params }) => ({
      id: params.id ?? '',
      kind: 'detectorRun' as const,
      state: 'running' as const,
      progress: 3,
      total: 10,
      createdAt: now,
      by: '样例人员',
      cancellable: true,
    })),
    answer(warningsRoutes.list, () => ({ items: Array.from({ length: 6 }, (_, index) => card(index)) })),
    answer(warningsRoutes.facets, () => ({
      total: 6,
      level: [{ value: 'red', count: 2 }],
      state: facet,
      rule: [{ value: 'overdue', count: 2 }],
      division: [],
      department: [],
      item: [],
    })),
    answer(warningsRoutes.read, (call) => card(cardIndex(call))),
    answer(warningsRoutes.reply, (call) => card(cardIndex(call), 'replied')),
    answer(warningsRoutes.bulk, ({ body }) => ({
      results: (body as { warnings: { division: string; id: string }[] }).warnings.map(({ division, id }) => ({
        division,
        id,
        ...(id === 'w0' ? { problem: 'invalid' as const } : { version: 2 }),
      })),
    })),
  ]
}
