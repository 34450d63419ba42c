import type { Example } from '../example.ts'

/** The export ends with the case that closes on 30 April 2026. */
const other = `at               | activity
               2026-04-29 10:00 | accept
               2026-04-30 10:00 | close`

export const examples: readonly Example[] = [
  {
    name: 'nothing has happened since acceptance, for more than 20 working days',
    cases: {
      orphan: `at               | activity
               2026-03-02 10:00 | submit
               2026-03-03 10:00 | accept`,
      other,
    },
    finds: ['orphan'],
  },
  {
    name: 'open, but touched a week ago',
    cases: {
      alive: `at               | activity
              2026-03-02 10:00 | accept
              2026-04-22 10:00 | review`,
      other,
    },
    finds: [],
  },
  {
    name: 'the applicant has not answered',
    cases: {
      asked: `at               | activity
              2026-03-02 10:00 | accept
              2026-03-03 10:00 | supplementRequest`,
      other,
    },
    finds: [],
  },
  {
    name: 'the clock is stopped',
    cases: {
      stopped: `at               | activity
                2026-03-02 10:00 | accept
                2026-03-03 10:00 | specialStart`,
      other,
    },
    finds: [],
  },
  {
    name: 'decided, and only its closing was not recorded',
    cases: {
      decided: `at               | activity
                2026-03-02 10:00 | accept
                2026-03-03 10:00 | decide`,
      other,
    },
    finds: [],
  },
]
