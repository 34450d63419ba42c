import {
  type Account,
  type AuditEntry,
  accountsRoutes,
  auditRoutes,
  divisionsRoutes,
  type Import,
  type ImportPreview,
  identityRoutes,
  importsRoutes,
  jobsRoutes,
  operationsRoutes,
  permissions,
  type Setting,
  type SourceDetails,
  settingsRoutes,
  sourcesRoutes,
  type Token,
  type WebhookView,
  webhooksRoutes,
} from '@zhengfeng/contract'
import { conventionRules } from '../pages/settings/warning-conventions.ts'
import { figuresFor } from './figures.ts'
import { now, sessionOf } from './people.ts'
import { answer, type MockAnswer, type MockCall, MockProblem } from './site.ts'

export const importId = '33333333-3333-4333-8333-333333333333'
export const doneId = '34343434-3434-4343-8343-343434343434'
export const sourceId = '44444444-4444-4444-8444-444444444444'
export const webhookId = '55555555-5555-4555-8555-555555555555'
export const accountId = '66666666-6666-4666-8666-666666666666'
const tokenId = '77777777-7777-4777-8777-777777777777'

const file = { name: '办件.csv', bytes: 2_336_012, sha256: 'ab', office: '窗口', format: 'csv' as const }
const begun = { files: [file], createdAt: now, createdBy: '样例人员' }

export const profileText = `version: 1
columns:
  case: 办件编号
  activity: 环节
  time: 时间
activities:
  accept:
    - 受理
`

const preview: ImportPreview = {
  profileText,
  proposed: true,
  reasons: [{ role: 'case', column: '办件编号', because: 'name' }],
  missing: [],
  columns: [
    { name: '办件编号', scope: 'event', examples: ['A-1', 'A-2'] },
    { name: '环节', scope: 'event', examples: ['受理', '办结'] },
    { name: '时间', scope: 'event', examples: ['2026-01-05 09:00'] },
    { name: 'case:申请人', scope: 'case', examples: ['张*'] },
    { name: 'case:期限', scope: 'case', examples: ['2026-01-15'] },
  ],
  rows: [['A-1', '受理', '2026-01-05 09:00', '张*', '2026-01-15']],
  objectTypes: [],
  reading: {
    files: [
      {
        name: file.name,
        format: 'csv',
        rowsRead: 8577,
        rowsKept: 8575,
        rowsRefused: 2,
        refusedByReason: { unreadableTime: 2 },
        refusals: [{ line: 17, column: '时间', value: '昨天', reason: 'unreadableTime' }],
        notices: [{ kind: 'midnightOnly', column: '时间', count: 12, examples: [{ value: '2026-01-05' }] }],
      },
    ],
    activities: [
      { name: '受理', events: 4300, step: 'accept' },
      { name: '办结', events: 4275 },
    ],
    offices: [{ office: '窗口', cases: 1434, lastEventAt: now }],
    personalColumns: [{ name: 'case:申请人', scope: 'case', because: 'name', example: '张*' }],
    figures: {
      cases: 1434,
      openCases: 105,
      events: 8575,
      from: '2025-10-02T00:00:00Z',
      to: now,
      statutory: { judged: 1366, overdue: 346 },
      livedMedianMs: 4_375_036_296,
    },
  },
  plan: {
    sourceName: '窗口',
    offices: [{ office: '窗口', division: 'hall', create: { parent: '99', name: '窗口' } }],
    personalColumns: ['case:申请人'],
  },
  concerns: [{ kind: 'rowsRefused', blocking: false, count: 2, values: {}, examples: [] }],
}

const source: SourceDetails = {
  id: sourceId,
  name: '样例审批系统',
  kind: 'push',
  state: 'active',
  division: '99',
  divisionName: '样例省',
  createdAt: now,
  createdBy: '样例人员',
  events: 120_000,
  cases: 14_000,
  lastEventAt: now,
  lastReceivedAt: now,
  tokens: 1,
  profileText,
  activities: { accept: ['受理'], close: ['办结'] },
  observedUntil: [],
}

const token: Token = {
  id: tokenId,
  source: sourceId,
  name: '生产环境',
  prefix: 'zf_abcd',
  scopes: ['events.write'],
  quotaPerMinute: 600_000,
  state: 'active',
  createdAt: now,
  createdBy: '样例人员',
}

const webhook: WebhookView = {
  id: webhookId,
  name: '督查系统',
  url: 'https://receiver.example/hook',
  types: ['zhengfeng.warning.raised'],
  division: '99',
  state: 'failing',
  createdAt: now,
  createdBy: '样例人员',
  waiting: 3,
  dead: 2,
  failuresInARow: 8,
  failedAt: now,
}

const account: Account = {
  id: accountId,
  login: 'sample',
  name: '样例督查员',
  state: 'active',
  signsInWith: 'password',
  secondFactor: true,
  mustChangePassword: false,
  createdAt: now,
  createdBy: '样例人员',
  grants: [{ role: 'supervisor', division: '99' }],
}

const entry: AuditEntry = {
  division: '99',
  seq: 7,
  at: now,
  actorKind: 'account',
  actorName: '样例人员',
  action: 'readPersonal',
  object: 'case 99-2026-10001',
  outcome: 'done',
  fields: ['name'],
  reason: '核实投诉',
  digest: '5f6b404c89f6564705403faeba6598996a4767b70bb4581889edf0389d29c04b',
}

const settingValues = {
  calendar: { closed: ['2026-03-10'], open: ['2026-03-14'], hours: [['09:00', '12:00']] },
  limits: { byItem: { 食品经营许可: { statutory: { amount: 20, unit: 'workingDay' } } } },
  warningRules: { rules: conventionRules.A },
  indexWeights: {
    dimensions: { satisfaction: 40, efficiency: 35, integrity: 25 },
    parts: {
      satisfaction: { satisfactionShare: 100 },
      efficiency: { onTimeShare: 100 },
      integrity: { overdueRate: 100 },
    },
  },
  indicators: { minimumSample: 30, targets: {} },
  closing: { afterDays: 3 },
  ingestion: { futureTolerateMs: 300_000, pastTolerateDays: 365, eventsPerMinute: 1_000_000 },
} as const

/** All that the administration screens ask for, as somebody who may do everything. */
export function administration(): readonly MockAnswer[] {
  return [
    ...figuresFor('analyst'),
    ...session(),
    ...imports(),
    ...sources(),
    ...webhooks(),
    ...people(),
    ...settings(),
    ...operations(),
  ]
}

function session(): readonly MockAnswer[] {
  const { me, ...others } = sessionOf('analyst')
  const all = permissions.map((permission) => ({ permission, everywhere: true, divisions: [], departments: [] }))
  return [answer(identityRoutes.session, () => ({ ...others, ...(me && { me: { ...me, permissions: all } }) }))]
}

function imports(): readonly MockAnswer[] {
  let state: Import['state'] = 'ready'
  let shown = preview
  const read = ({ params }: MockCall): Import =>
    params.id === doneId
      ? {
          ...begun,
          id: doneId,
          state: 'done' as const,
          source: sourceId,
          sourceName: '窗口',
          events: 8575,
          repeated: 0,
          cases: 1434,
          endedAt: now,
        }
      : {
          ...begun,
          id: importId,
          state,
          ...(state === 'done' && { source: sourceId, sourceName: '窗口', events: 8575, repeated: 0, cases: 1434 }),
        }
  return [
    answer(importsRoutes.list, () => ({ items: [read({ params: { id: doneId }, query: {}, body: undefined })] })),
    answer(importsRoutes.upload, () => ({ ...begun, id: importId, state: 'previewing' as const })),
    answer(importsRoutes.read, read),
    answer(importsRoutes.preview, () => shown),
    answer(importsRoutes.checkProfile, ({ body }) => checkOf((body as { profileText: string }).profileText)),
    answer(importsRoutes.setProfile, (call) => {
      shown = { ...shown, proposed: false, profileText: (call.body as { profileText: string }).profileText }
      return read(call)
    }),
    answer(importsRoutes.setPlan, ({ body }) => {
      shown = { ...shown, plan: body as ImportPreview['plan'] }
      return shown
    }),
    answer(importsRoutes.run, (call) => {
      state = 'done'
      return read(call)
    }),
    answer(importsRoutes.undo, (call) => ({ ...read(call), state: 'undoing' as const })),
    answer(importsRoutes.cancel, (call) => ({ ...read(call), state: 'cancelled' as const })),
  ]
}

function checkOf(text: string): {
  valid: boolean
  problems: { path: string; line: number; expected: string; text: string }[]
} {
  const line = text.split('\n').findIndex((it) => it.includes('错')) + 1
  const problems = line > 0 ? [{ path: 'columns.case', line, expected: '列名', text: '没有这一列。' }] : []
  return { valid: problems.length === 0, problems }
}

function sources(): readonly MockAnswer[] {
  const day = { day: '2026-03-20', stored: 4100, repeated: 3, rejected: 2, requests: 12, throttled: 0 }
  return [
    answer(sourcesRoutes.list, () => ({ items: [source] })),
    answer(sourcesRoutes.read, () => source),
    answer(sourcesRoutes.statistics, () => ({
      days: [day],
      cases: 14_000,
      openCases: 900,
      lastEventAt: now,
      lagMs: 42_000,
      rejected: [{ at: now, line: 3, field: 'occurredAt', reason: 'badInstant', value: '昨天' }],
      quota: [{ token: tokenId, name: token.name, perMinute: 600_000, lastMinute: 120 }],
    })),
    answer(sourcesRoutes.checkProfile, ({ body }) => checkOf((body as { profileText: string }).profileText)),
    answer(sourcesRoutes.tokens, () => ({ items: [token] })),
    answer(sourcesRoutes.createToken, () => ({ ...token, token: 'zf_sampletoken' })),
    answer(sourcesRoutes.checkUp, () => ({ state: 'none' as const, stale: false })),
    answer(sourcesRoutes.tryEvents, () => ({
      lines: [{ line: 1, accepted: true, caseNo: 'A-0001', activity: 'accept', step: 'accept' as const }],
      cases: [
        { caseNo: 'A-0001', division: '99', item: '示例事项', events: [], acceptedAt: now, livedMs: 0, overdue: false },
      ],
      unmapped: ['初审'],
      notices: [],
    })),
  ]
}

function webhooks(): readonly MockAnswer[] {
  return [
    answer(webhooksRoutes.list, () => ({ items: [webhook] })),
    answer(webhooksRoutes.read, () => webhook),
    answer(webhooksRoutes.test, () => ({ delivered: false, error: 'timeout' as const, durationMs: 10_000 })),
    answer(webhooksRoutes.deliveries, () => ({
      items: [
        {
          id: tokenId,
          messageId: 'm-1',
          type: 'zhengfeng.warning.raised',
          subject: '/api/v1/warnings/99/1',
          state: 'dead' as const,
          tries: 12,
          createdAt: now,
          lastStatus: 500,
          lastError: 'status' as const,
        },
      ],
    })),
    answer(webhooksRoutes.replay, () => ({ count: 2 })),
  ]
}

function people(): readonly MockAnswer[] {
  return [
    answer(accountsRoutes.list, () => ({ items: [account] })),
    answer(accountsRoutes.get, () => account),
    answer(accountsRoutes.setGrants, () => account),
    answer(accountsRoutes.create, () => ({ account, initialPassword: 'sample-password' })),
    answer(auditRoutes.list, () => ({ items: [entry] })),
    answer(auditRoutes.verify, () => ({
      intact: false,
      entries: 7,
      chains: [{ division: '99', entries: 7, digest: entry.digest }],
      problems: [{ division: '99', seq: 5, problem: 'altered' as const }],
    })),
  ]
}

function settings(): readonly MockAnswer[] {
  const versions = new Map<string, number>()
  const all = (): Setting[] =>
    Object.entries(settingValues).map(([name, value]) => ({
      name: name as Setting['name'],
      value: structuredClone(value) as unknown as Setting['value'],
      version: versions.get(name) ?? 0,
      ...(versions.has(name) && { changedBy: '另一人', changedAt: now }),
    }))
  return [
    answer(settingsRoutes.list, () => ({ items: all() })),
    answer(settingsRoutes.history, () => ({
      items: [
        {
          name: 'closing' as const,
          value: { afterDays: 3 },
          version: 1,
          changedAt: now,
          changedBy: '样例人员',
          reason: '首次设置',
        },
      ],
    })),
    answer(settingsRoutes.changeRule, ({ params, body }) => {
      const { value, version } = body as { value: Setting['value']; version: number }
      // Somebody else was faster, once.
      if (version === 0) {
        versions.set(params.name ?? '', 1)
        throw new MockProblem('conflict')
      }
      return {
        name: params.name as Setting['name'],
        value,
        version: version + 1,
        changedAt: now,
        changedBy: '样例人员',
      }
    }),
  ]
}

function operations(): readonly MockAnswer[] {
  return [
    answer(divisionsRoutes.create, ({ body }) => ({
      level: 2,
      position: 0,
      within: true,
      ...(body as { code: string; name: string }),
    })),
    answer(operationsRoutes.status, () => ({
      version: '0.1.0',
      node: 'v20',
      engine: 'pglite' as const,
      engineVersion: '18',
      schemaVersion: '0005',
      startedAt: now,
      now,
      ready: true,
      counts: { events: 1, cases: 1, divisions: 1, sources: 1, accounts: 1, sessions: 1 },
      storage: { sizeBytes: 1_000_000, waitMs: 2 },
      memory: { residentBytes: 100_000_000, heapBytes: 50_000_000 },
      jobs: [],
    })),
    answer(jobsRoutes.recurring, () => ({
      items: [
        {
          name: 'audit-verify',
          everyMs: 86_400_000,
          state: 'backingOff' as const,
          runs: 3,
          failures: 1,
          failuresInARow: 1,
          lastOutcome: 'failed' as const,
        },
      ],
    })),
    answer(jobsRoutes.list, () => ({
      items: [
        {
          id: tokenId,
          kind: 'detectorRun' as const,
          state: 'running' as const,
          progress: 3,
          total: 9,
          createdAt: now,
          by: '样例人员',
          cancellable: true,
        },
      ],
    })),
  ]
}
