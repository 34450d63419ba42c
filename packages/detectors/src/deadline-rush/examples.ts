import type { Example } from '../example.ts'

/** Accepted on Monday, 2 March 2026: ten working days end at 17:00 on Monday, 16 March. */
const profile = { clock: { promised: { limit: { amount: 10, unit: 'workingDay' } } } } as const
/** Others who came to the same desks on the same day and were served the day after. */
const prompt = {
  events: `at               | activity | department
           2026-03-02 10:00 | accept   | planning
           2026-03-02 15:00 | review   | planning
           2026-03-03 10:00 | decide   | planning
           2026-03-03 11:00 | close    | planning`,
  copies: 6,
  everyHours: 0,
}

export const examples: readonly Example[] = [
  {
    name: 'reviewed on the first day, then left until the last hours',
    profile,
    cases: {
      prompt,
      rush: `at               | activity | department
             2026-03-02 10:00 | accept   | planning
             2026-03-02 15:00 | review   | planning
             2026-03-16 14:00 | decide   | planning
             2026-03-16 15:00 | close    | planning`,
    },
    finds: ['rush'],
  },
  {
    name: 'finished on the last day after steady work',
    profile,
    cases: {
      prompt,
      steady: `at               | activity | department
               2026-03-02 10:00 | accept   | planning
               2026-03-06 15:00 | review   | planning
               2026-03-11 15:00 | review   | planning
               2026-03-16 14:00 | decide   | planning
               2026-03-16 15:00 | close    | planning`,
    },
    finds: [],
  },
  {
    name: 'others who came that day waited as long: the desk stood still',
    profile,
    cases: {
      all: {
        events: `at               | activity | department
                 2026-03-02 10:00 | accept   | planning
                 2026-03-02 15:00 | review   | planning
                 2026-03-16 14:00 | decide   | planning
                 2026-03-16 15:00 | close    | planning`,
        copies: 7,
        everyHours: 0,
      },
    },
    finds: [],
  },
  {
    name: 'an inspection was awaited',
    profile,
    cases: {
      prompt,
      inspected: `at               | activity     | department
                  2026-03-02 10:00 | accept       | planning
                  2026-03-02 15:00 | specialStart | planning
                  2026-03-13 15:00 | specialEnd   | planning
                  2026-03-16 14:00 | decide       | planning
                  2026-03-16 15:00 | close        | planning`,
    },
    finds: [],
  },
  {
    name: 'finished too late: overdue, which another detector tells',
    profile,
    cases: {
      prompt,
      late: `at               | activity | department
             2026-03-02 10:00 | accept   | planning
             2026-03-02 15:00 | review   | planning
             2026-03-17 14:00 | decide   | planning
             2026-03-17 15:00 | close    | planning`,
    },
    finds: [],
  },
]
