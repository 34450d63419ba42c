import type { Example } from '../example.ts'

/** Ten cases on which the fire department works for an hour. */
const usual = {
  events: `start            | at               | activity | department
           2026-03-02 10:00 | 2026-03-02 10:10 | transfer | planning
           2026-03-02 14:00 | 2026-03-02 15:00 | review   | fire
           2026-03-03 10:00 | 2026-03-03 10:10 | decide   | planning`,
  copies: 10,
  everyHours: 24,
}

export const examples: readonly Example[] = [
  {
    name: 'sent to the fire department, which sends it back after three minutes',
    cases: {
      usual,
      bounced: `start            | at               | activity | department
                2026-03-02 10:00 | 2026-03-02 10:10 | transfer | planning
                2026-03-04 14:00 | 2026-03-04 14:03 | return   | fire
                2026-03-05 10:00 | 2026-03-05 10:10 | decide   | planning`,
    },
    finds: ['bounced'],
  },
  {
    name: 'returned after the fire department had looked at it for half an hour',
    cases: {
      usual,
      'looked-at': `start            | at               | activity | department
                    2026-03-02 10:00 | 2026-03-02 10:10 | transfer | planning
                    2026-03-04 14:00 | 2026-03-04 14:30 | return   | fire
                    2026-03-05 10:00 | 2026-03-05 10:10 | decide   | planning`,
    },
    finds: [],
  },
  {
    name: 'a quick opinion is an opinion',
    cases: {
      usual,
      quick: `start            | at               | activity | department
              2026-03-02 10:00 | 2026-03-02 10:10 | transfer | planning
              2026-03-04 14:00 | 2026-03-04 14:02 | review   | fire
              2026-03-05 10:00 | 2026-03-05 10:10 | decide   | planning`,
    },
    finds: [],
  },
  {
    name: 'a program that routes cases is no department that passes them',
    profile: { systemAccounts: ['router'] },
    cases: {
      usual,
      routed: `start            | at               | activity | department | officer
               2026-03-02 10:00 | 2026-03-02 10:10 | transfer | planning   | A-01
               2026-03-02 10:11 | 2026-03-02 10:11 | transfer | fire       | router
               2026-03-05 10:00 | 2026-03-05 10:10 | decide   | planning   | A-01`,
    },
    finds: [],
  },
]
