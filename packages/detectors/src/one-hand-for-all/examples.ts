import type { Example } from '../example.ts'

const clock = { promised: { limit: { amount: 10, unit: 'workingDay' } } } as const

export const examples: readonly Example[] = [
  {
    name: 'the officer who accepted the case also decided it',
    profile: { clock },
    cases: {
      one: `at               | activity | officer
            2026-03-02 10:00 | accept   | A-01
            2026-03-04 10:00 | decide   | A-01`,
    },
    finds: ['one'],
  },
  {
    name: 'two officers',
    profile: { clock },
    cases: {
      two: `at               | activity | officer
            2026-03-02 10:00 | accept   | A-01
            2026-03-04 10:00 | decide   | A-02`,
    },
    finds: [],
  },
  {
    name: 'an item that is decided on the spot',
    profile: { clock: { promised: { limit: { amount: 1, unit: 'workingDay' } } } },
    cases: {
      instant: `at               | activity | officer
                2026-03-06 10:00 | accept   | A-01
                2026-03-06 10:20 | decide   | A-01`,
    },
    finds: [],
  },
  {
    name: 'a program accepted and decided',
    profile: { clock, systemAccounts: ['bot'] },
    cases: {
      automatic: `at               | activity | officer
                  2026-03-02 10:00 | accept   | bot
                  2026-03-04 10:00 | decide   | bot`,
    },
    finds: [],
  },
]
