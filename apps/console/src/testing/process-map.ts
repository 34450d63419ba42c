import type { Answer, casesRoutes } from '@zhengfeng/contract'

type ProcessMap = Answer<typeof casesRoutes.processMap>

const hourMs = 3_600_000

/** A small process with a loop. */
export function processMap(): ProcessMap {
  return {
    cases: 1200,
    casesInSlice: 1200,
    sampled: false,
    activities: [
      { activity: '收件', step: 'receive', count: 1200, cases: 1200, starts: 1200, ends: 4, shown: true },
      { activity: '受理', step: 'accept', count: 1180, cases: 1180, starts: 0, ends: 0, shown: true },
      { activity: '补正通知', step: 'supplementRequest', count: 210, cases: 180, starts: 0, ends: 16, shown: true },
      { activity: '审查', step: 'review', count: 1190, cases: 1170, starts: 0, ends: 10, shown: true },
      { activity: '办结', step: 'close', count: 1170, cases: 1170, starts: 0, ends: 1170, shown: true },
      { activity: '转办', step: 'transfer', count: 12, cases: 9, starts: 0, ends: 0, shown: false },
    ],
    edges: [
      { from: '收件', to: '受理', count: 980, medianMs: 5 * hourMs, p90Ms: 30 * hourMs },
      { from: '收件', to: '补正通知', count: 200, medianMs: 9 * hourMs, p90Ms: 50 * hourMs },
      { from: '补正通知', to: '受理', count: 190, medianMs: 70 * hourMs, p90Ms: 300 * hourMs },
      { from: '受理', to: '审查', count: 1170, medianMs: 26 * hourMs, p90Ms: 90 * hourMs },
      { from: '审查', to: '补正通知', count: 10, medianMs: 20 * hourMs, p90Ms: 60 * hourMs },
      { from: '审查', to: '办结', count: 1170, medianMs: 40 * hourMs, p90Ms: 120 * hourMs },
    ],
  }
}
