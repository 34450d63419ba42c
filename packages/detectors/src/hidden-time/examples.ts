import type { Example } from '../example.ts'

/** 2 March 2026 is a Monday: five working days end at office close on Monday, 9 March. */
export const examples: readonly Example[] = [
  {
    name: 'accepted on the sixth working day without a word',
    cases: {
      silent: `at               | activity
               2026-03-02 10:00 | submit
               2026-03-10 09:30 | accept`,
    },
    finds: ['silent'],
  },
  {
    name: 'accepted on the fifth working day',
    cases: {
      kept: `at               | activity
             2026-03-02 10:00 | submit
             2026-03-09 16:59 | accept`,
    },
    finds: [],
  },
  {
    name: 'told once what is missing: the time of the applicant is not the office’s',
    cases: {
      told: `at               | activity
             2026-03-02 10:00 | submit
             2026-03-04 10:00 | supplementRequest
             2026-03-25 10:00 | supplementAnswer
             2026-03-26 10:00 | accept`,
    },
    finds: [],
  },
  {
    name: 'told only after the time for it had run out',
    cases: {
      'told-late': `at               | activity
                    2026-03-02 10:00 | submit
                    2026-03-12 10:00 | supplementRequest
                    2026-03-13 10:00 | supplementAnswer
                    2026-03-13 11:00 | accept`,
    },
    finds: ['told-late'],
  },
  {
    name: 'never accepted, up to the end of the data',
    cases: {
      waiting: `at               | activity
                2026-03-02 10:00 | submit`,
      other: `at               | activity
              2026-03-20 10:00 | submit
              2026-03-20 11:00 | accept`,
    },
    finds: ['waiting'],
  },
  {
    name: 'bare dates: the fifth working day is still kept',
    cases: {
      dates: `at               | activity
              2026-03-02 00:00 | submit
              2026-03-09 00:00 | accept`,
    },
    finds: [],
  },
  {
    name: 'withdrawn before acceptance',
    cases: {
      withdrawn: `at               | activity
                  2026-03-02 10:00 | submit
                  2026-03-12 10:00 | withdraw`,
    },
    finds: [],
  },
]
