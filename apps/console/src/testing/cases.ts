import type { Answer, casesRoutes } from '@zhengfeng/contract'

type CaseRow = Answer<typeof casesRoutes.list>['items'][number]

/** Cases of a list, the same each time. */
export function caseRows(count: number): CaseRow[] {
  return Array.from({ length: count }, (_, index) => ({
    division: '99011',
    caseNo: `99-2026-${String(10_000 + index)}`,
    item: '食品经营许可',
    department: '市场监管局',
    channel: index % 2 ? '网上' : '窗口',
    applicantGroup: '企业',
    priority: false,
    status: index % 3 ? 'open' : 'closed',
    step: '审查',
    holderDepartment: '市场监管局',
    holderActor: '办事员07',
    firstAt: '2026-03-01T01:00:00Z',
    lastAt: '2026-03-10T01:00:00Z',
    submittedAt: '2026-03-01T01:00:00Z',
    statutoryDue: '2026-03-18T09:00:00Z',
    due: index % 4 ? 'within' : 'overdue',
    remainingMs: index % 4 ? 86_400_000 : -86_400_000,
    officialMs: 345_600_000,
    livedMs: 777_600_000,
    eventCount: 6,
  }))
}
