import type { Example } from '../example.ts'

const profile = { clock: { promised: { limit: { amount: 10, unit: 'workingDay' } } } } as const
/** A lawful stop, so that the log is known to record documents. */
const lawful = `at               | activity     | document
                2026-03-02 10:00 | accept       |
                2026-03-03 10:00 | specialStart | expert review 7
                2026-03-10 10:00 | specialEnd   |
                2026-03-11 10:00 | review       |
                2026-03-12 10:00 | decide       |
                2026-03-12 11:00 | close        |`

export const examples: readonly Example[] = [
  {
    name: 'stopped without a document on the ninth of ten days, and decided as soon as it ran again',
    profile,
    cases: {
      lawful,
      stopped: `at               | activity | document
                2026-03-02 10:00 | accept   |
                2026-03-13 16:00 | suspend  |
                2026-03-23 10:00 | resume   |
                2026-03-23 11:00 | decide   |
                2026-03-23 12:00 | close    |`,
    },
    finds: ['stopped'],
  },
  { name: 'a special procedure with its document', profile, cases: { lawful }, finds: [] },
  {
    name: 'one stop without a document, early, short and followed by an examination: one mark is not enough',
    profile,
    cases: {
      lawful,
      'one-mark': `at               | activity | document
                   2026-03-02 10:00 | accept   |
                   2026-03-03 10:00 | suspend  |
                   2026-03-04 10:00 | resume   |
                   2026-03-05 10:00 | review   |
                   2026-03-06 12:00 | decide   |
                   2026-03-06 13:00 | close    |`,
    },
    finds: [],
  },
  {
    name: 'stopped until the applicant answered',
    profile,
    cases: {
      lawful,
      answered: `at               | activity         | document
                 2026-03-02 10:00 | accept           |
                 2026-03-13 16:00 | suspend          |
                 2026-03-23 09:50 | supplementAnswer |
                 2026-03-23 10:00 | resume           |
                 2026-03-23 11:00 | decide           |
                 2026-03-23 12:00 | close            |`,
    },
    finds: [],
  },
  {
    name: 'stopped twice where the source records no documents at all',
    profile,
    cases: {
      twice: `at               | activity
              2026-03-02 10:00 | accept
              2026-03-03 10:00 | suspend
              2026-03-09 10:00 | resume
              2026-03-10 10:00 | suspend
              2026-03-16 10:00 | resume
              2026-03-17 10:00 | review
              2026-03-18 10:00 | decide
              2026-03-18 11:00 | close`,
    },
    finds: ['twice'],
  },
  {
    name: 'a running stop without a document is left alone until its document has had a working day to come',
    profile,
    cases: {
      lawful,
      'just-begun': `at               | activity | document
                    2026-03-02 10:00 | accept   |
                    2026-03-03 10:00 | suspend  |
                    2026-03-04 10:00 | resume   |
                    2026-03-09 10:00 | review   |
                    2026-03-16 09:58 | suspend  |`,
      'long-running': `at               | activity | document
                      2026-03-02 10:00 | accept   |
                      2026-03-03 10:00 | suspend  |
                      2026-03-04 10:00 | resume   |
                      2026-03-09 10:00 | review   |
                      2026-03-13 09:00 | suspend  |`,
      until: `at               | activity | document
              2026-03-13 09:30 | accept   |
              2026-03-16 10:00 | review   |`,
    },
    finds: ['long-running'],
  },
]
