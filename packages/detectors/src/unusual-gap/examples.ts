import type { Example } from '../example.ts'

/** Thirty cases a day apart that wait a day for their review. */
const usual = {
  events: `at               | activity | department
           2026-03-02 10:00 | accept   | planning
           2026-03-03 10:00 | review   | planning`,
  copies: 30,
  everyHours: 24,
}

export const examples: readonly Example[] = [
  {
    name: 'four weeks where a day is usual, while others who came at that time were served',
    cases: {
      usual,
      lost: `at               | activity | department
             2026-03-05 10:00 | accept   | planning
             2026-04-02 10:00 | review   | planning`,
    },
    finds: ['lost'],
  },
  { name: 'all as usual', cases: { usual }, finds: [] },
  {
    name: 'the wait for the applicant is not the office’s',
    cases: {
      usual,
      asked: `at               | activity          | department
              2026-03-05 10:00 | supplementRequest | planning
              2026-04-02 10:00 | supplementAnswer  |`,
    },
    finds: [],
  },
  {
    name: 'everyone who came in those days waited as long: the desk stood still',
    cases: {
      usual,
      closed: {
        events: `at               | activity | department
                 2026-02-02 10:00 | accept   | planning
                 2026-03-02 10:00 | review   | planning`,
        copies: 8,
        everyHours: 0,
      },
    },
    finds: [],
  },
]
