import type { Example } from '../example.ts'

/** Peers who close one case after the other. */
const steady = (officer: string): { events: string; copies: number; everyHours: number } => ({
  events: `at               | activity | officer
           2026-03-02 09:00 | close    | ${officer}`,
  copies: 60,
  everyHours: 3,
})
const burst = (at: string): { events: string; copies: number; everyHours: number } => ({
  events: `at | activity | officer
           ${at} | close | A-01`,
  copies: 12,
  everyHours: 1 / 120,
})

export const examples: readonly Example[] = [
  {
    name: 'on the last day of each month one officer closes twelve cases within six minutes',
    cases: {
      two: steady('A-02'),
      three: steady('A-03'),
      own: steady('A-01'),
      march: burst('2026-03-31 16:00'),
      april: burst('2026-04-30 16:00'),
      may: burst('2026-05-29 16:00'),
      june: burst('2026-06-30 16:00'),
    },
    finds: ['A-01'],
  },
  {
    name: 'everyone at this step closes in bursts: a rule of the office, not of one officer',
    cases: Object.fromEntries(
      ['A-01', 'A-02', 'A-03'].flatMap((officer) =>
        ['2026-03-31 16:00', '2026-04-30 16:00', '2026-05-29 16:00'].map((at, i) => [
          `${officer}-${i}`,
          { ...burst(at), events: burst(at).events.replace('A-01', officer) },
        ]),
      ),
    ),
    finds: [],
  },
  {
    name: 'a program closes at night',
    profile: { systemAccounts: ['bot'] },
    cases: {
      two: steady('A-02'),
      night: {
        events: `at               | activity | officer
                 2026-03-31 22:30 | close    | bot`,
        copies: 60,
        everyHours: 0,
      },
    },
    finds: [],
  },
  {
    name: 'bare dates: every closing of a day stands at midnight and says nothing of the hour',
    cases: {
      two: steady('A-02'),
      dates: {
        events: `at               | activity | officer
                 2026-03-31 00:00 | close    | A-01`,
        copies: 60,
        everyHours: 0,
      },
    },
    finds: [],
  },
]
