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
      { activity: 'receive', step: 'receive', count: 1200, cases: 1200, starts: 1200, ends: 4, shown: true },
      { activity: 'accept', step: 'accept', count: 1180, cases: 1180, starts: 0, ends: 0, shown: true },
      {
        activity: 'supplementRequest',
        step: 'supplementRequest',
        count: 210,
        cases: 180,
        starts: 0,
        ends: 16,
        shown: true,
      },
      { activity: 'review', step: 'review', count: 1190, cases: 1170, starts: 0, ends: 10, shown: true },
      { activity: 'close', step: 'close', count: 1170, cases: 1170, starts: 0, ends: 1170, shown: true },
      { activity: '转办', count: 12, cases: 9, starts: 0, ends: 0, shown: false },
    ],
    edges: [
      { from: 'receive', to: 'accept', count: 980, medianMs: 5 * hourMs, p90Ms: 30 * hourMs },
      { from: 'receive', to: 'supplementRequest', count: 200, medianMs: 9 * hourMs, p90Ms: 50 * hourMs },
      { from: 'supplementRequest', to: 'accept', count: 190, medianMs: 70 * hourMs, p90Ms: 300 * hourMs },
      { from: 'accept', to: 'review', count: 1170, medianMs: 26 * hourMs, p90Ms: 90 * hourMs },
      { from: 'review', to: 'supplementRequest', count: 10, medianMs: 20 * hourMs, p90Ms: 60 * hourMs },
      { from: 'review', to: 'close', count: 1170, medianMs: 40 * hourMs, p90Ms: 120 * hourMs },
    ],
  }
}
