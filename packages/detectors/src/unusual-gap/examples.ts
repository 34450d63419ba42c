import type { Example } from '../example.ts'

/** Thirty cases, begun a day apart, of two steps with the given time between them; the last one takes until `lost`. */
function pairs(
  from: string,
  to: string,
  { before, after, lost }: { before: string; after: string; lost: string },
): Example['cases'] {
  const events = (until: string): string => `at | activity
    ${from} | ${before}
    ${until} | ${after}`
  return { usual: { events: events(to), copies: 30, everyHours: 24 }, lost: events(lost) }
}

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
  {
    name: 'an objection months after the decision is the applicant’s time',
    cases: pairs('2026-03-02 10:00', '2026-03-03 10:00', {
      before: 'decide',
      after: 'submit',
      lost: '2026-06-02 10:00',
    }),
    finds: [],
  },
  {
    name: 'steps usually stamped at the same time say nothing of a usual wait',
    cases: pairs('2026-03-02 10:00', '2026-03-02 10:00', {
      before: 'accept',
      after: 'review',
      lost: '2026-06-02 10:00',
    }),
    finds: [],
  },
  {
    name: 'bare dates, usually the same: the usual time is not known',
    cases: pairs('2026-03-02', '2026-03-02', { before: 'accept', after: 'review', lost: '2026-06-02' }),
    finds: [],
  },
  {
    name: 'bare dates, usually three days apart: known to the day, and enough to tell three months',
    cases: pairs('2026-03-02', '2026-03-05', { before: 'accept', after: 'review', lost: '2026-06-02' }),
    finds: ['lost'],
  },
]
