import type { Example } from '../example.ts'

/** What the office records every working hour, at once. */
const usual = {
  events: `at               | activity | officer | recorded
           2026-03-02 09:00 | receive  | A-01    | 2026-03-02 09:01`,
  copies: 220,
  everyHours: 1,
}

export const examples: readonly Example[] = [
  {
    name: 'three steps of three days, all typed in on the sixth day within a minute',
    cases: {
      usual,
      afterwards: `at               | activity | officer | recorded
                   2026-03-03 10:00 | accept   | A-02    | 2026-03-09 16:00
                   2026-03-04 10:00 | review   | A-02    | 2026-03-09 16:00:20
                   2026-03-05 10:00 | decide   | A-02    | 2026-03-09 16:00:50`,
    },
    finds: ['afterwards'],
  },
  {
    name: 'recorded as it happened',
    cases: {
      usual,
      live: `at               | activity | officer | recorded
             2026-03-03 10:00 | accept   | A-02    | 2026-03-03 10:01
             2026-03-04 10:00 | review   | A-02    | 2026-03-04 10:01
             2026-03-05 10:00 | decide   | A-02    | 2026-03-05 10:01`,
    },
    finds: [],
  },
  {
    name: 'one step recorded late, as with paper opened the next day',
    cases: {
      usual,
      paper: `at               | activity | officer | recorded
              2026-03-03 10:00 | submit   | A-02    | 2026-03-05 10:01
              2026-03-05 10:00 | accept   | A-02    | 2026-03-05 10:02
              2026-03-05 11:00 | decide   | A-02    | 2026-03-05 11:01`,
    },
    finds: [],
  },
  {
    name: 'the system recorded nothing for two days: what happened then could only be entered afterwards',
    cases: {
      before: { ...usual, copies: 200 },
      outage: `at               | activity | officer | recorded
               2026-03-11 10:00 | accept   | A-02    | 2026-03-13 16:00
               2026-03-12 10:00 | review   | A-02    | 2026-03-13 16:00:20
               2026-03-12 16:00 | decide   | A-02    | 2026-03-13 16:00:50`,
      after: {
        events: `at               | activity | officer | recorded
                 2026-03-13 16:01 | receive  | A-01    | 2026-03-13 16:02`,
        copies: 200,
        everyHours: 1,
      },
    },
    finds: [],
  },
  {
    name: 'bare dates: a day that ends before its recording begins is no delay',
    cases: {
      usual,
      dates: `at               | activity | officer | recorded
              2026-03-03 00:00 | accept   | A-02    | 2026-03-04 10:00
              2026-03-03 00:00 | review   | A-02    | 2026-03-04 10:00:20
              2026-03-03 00:00 | decide   | A-02    | 2026-03-04 10:00:40`,
    },
    finds: [],
  },
]
