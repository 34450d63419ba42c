import type { Example } from '../example.ts'

const clock = {
  statutory: { limit: { amount: 20, unit: 'workingDay' } },
  promised: { limit: { amount: 5, unit: 'workingDay' } },
} as const

/** The law gives 20 working days here, the office promises 5. The Qingming holiday is from 4 to 6 April 2026. */
export const examples: readonly Example[] = [
  {
    name: 'closed on the sixth working day of a promise of five',
    profile: { clock },
    cases: {
      late: `at               | activity
             2026-03-02 10:00 | accept
             2026-03-10 09:30 | close`,
    },
    finds: ['late'],
  },
  {
    name: 'closed after office hours on the last day: the day is still kept',
    profile: { clock },
    cases: {
      kept: `at               | activity
             2026-03-02 10:00 | accept
             2026-03-09 19:00 | close`,
    },
    finds: [],
  },
  {
    name: 'closed on the Saturday after the last day: no working time passed, but the day did',
    profile: { clock },
    cases: {
      saturday: `at               | activity
                 2026-03-06 10:00 | accept
                 2026-03-14 11:00 | close`,
    },
    finds: ['saturday'],
  },
  {
    name: 'a holiday is not counted',
    profile: { clock },
    cases: {
      holiday: `at               | activity
                2026-04-01 10:00 | accept
                2026-04-09 16:00 | close`,
    },
    finds: [],
  },
  {
    name: 'a stop by a special procedure is not counted',
    profile: { clock },
    cases: {
      stopped: `at               | activity
                2026-03-02 10:00 | accept
                2026-03-03 10:00 | specialStart
                2026-03-12 10:00 | specialEnd
                2026-03-18 10:00 | close`,
    },
    finds: [],
  },
  {
    name: 'still open at the end of the data, after the statutory limit; the strongest comes first',
    profile: { clock },
    cases: {
      other: `at               | activity
              2026-03-31 10:00 | accept
              2026-04-10 10:00 | close`,
      open: `at               | activity
             2026-03-02 10:00 | accept`,
    },
    finds: ['open', 'other'],
  },
  {
    name: 'withdrawn by the applicant in time: the case has ended',
    profile: { clock },
    cases: {
      withdrawn: `at               | activity
                  2026-03-02 10:00 | accept
                  2026-03-04 10:00 | withdraw`,
      other: `at               | activity
              2026-04-10 09:00 | accept
              2026-04-10 10:00 | close`,
    },
    finds: [],
  },
]
