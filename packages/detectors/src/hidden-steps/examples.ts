import type { Example } from '../example.ts'

const procedure = ['accept', 'review', 'decide']
const plain = `at               | activity
               2026-03-02 10:00 | accept
               2026-03-03 10:00 | review
               2026-03-04 10:00 | decide`

export const examples: readonly Example[] = [
  {
    name: 'one case passed a countersignature that nobody published',
    profile: { procedure },
    cases: {
      plain: { events: plain, copies: 5, everyHours: 24 },
      signed: `at               | activity
               2026-03-02 10:00 | accept
               2026-03-03 10:00 | review
               2026-03-03 15:00 | countersign
               2026-03-04 10:00 | decide`,
    },
    finds: ['signed'],
  },
  { name: 'every step is published', profile: { procedure }, cases: { plain }, finds: [] },
  {
    name: 'what most cases pass is the office’s rule: one finding about the office',
    profile: { procedure },
    cases: {
      signed: {
        events: `at               | activity    | office
                 2026-03-02 10:00 | accept      | north
                 2026-03-03 15:00 | countersign | north
                 2026-03-04 10:00 | decide      | north`,
        copies: 5,
        everyHours: 24,
      },
    },
    finds: ['north'],
  },
  {
    name: 'a step that a program writes is no approval',
    profile: { procedure, systemAccounts: ['bot-*'] },
    cases: {
      stamped: `at               | activity | officer
                2026-03-02 10:00 | accept   | A-01
                2026-03-03 10:00 | archive  | bot-7
                2026-03-04 10:00 | decide   | A-02`,
    },
    finds: [],
  },
]
