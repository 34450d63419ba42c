import type { Example } from '../example.ts'

export const examples: readonly Example[] = [
  {
    name: 'a second round after the first was answered',
    cases: {
      twice: `at               | activity          | department
              2026-03-02 10:00 | supplementRequest | planning
              2026-03-04 10:00 | supplementAnswer  |
              2026-03-05 10:00 | supplementRequest | planning`,
    },
    finds: ['twice'],
  },
  {
    name: 'one round',
    cases: {
      once: `at               | activity          | department
             2026-03-02 10:00 | supplementRequest | planning
             2026-03-04 10:00 | supplementAnswer  |`,
    },
    finds: [],
  },
  {
    name: 'one notice, written down in two parts on the same day',
    cases: {
      parts: `at               | activity          | department
              2026-03-02 10:00 | supplementRequest | planning
              2026-03-02 11:00 | supplementRequest | planning
              2026-03-04 10:00 | supplementAnswer  |`,
    },
    finds: [],
  },
  {
    name: 'two departments, each once',
    cases: {
      joint: `at               | activity          | department
              2026-03-02 10:00 | supplementRequest | planning
              2026-03-04 10:00 | supplementAnswer  |
              2026-03-05 10:00 | supplementRequest | fire`,
    },
    finds: [],
  },
  {
    name: 'a second round ten days later, although the first was never answered',
    cases: {
      again: `at               | activity          | department
              2026-03-02 10:00 | supplementRequest | planning
              2026-03-16 10:00 | supplementRequest | planning`,
    },
    finds: ['again'],
  },
]
