import { expect, test } from 'vitest'
import type { Queryable } from '../storage/database.ts'
import { withDays } from './default-days.ts'

const scope = { everything: true, divisions: [], departments: [] }
const none = { query: () => Promise.reject(new Error('nothing needs to be read')) } as unknown as Queryable
/** A Monday in Shanghai, past midnight there and still Sunday in Greenwich. */
const now = Date.UTC(2026, 5, 14, 17)

test('days to come are left out, so that nothing is missed before it is due, and a month so far is compared with as many days', async () => {
  const days = (slice: { from?: string; to?: string }) => withDays(none, slice, { scope, now })
  expect(await days({ from: '2026-06-01', to: '2026-06-30' })).toEqual({ from: '2026-06-01', to: '2026-06-15' })
  expect(await days({ from: '2026-06-01', to: '2026-06-14' })).toEqual({ from: '2026-06-01', to: '2026-06-14' })
  expect(await days({ to: '2027-01-01' })).toEqual({ from: '2026-05-19', to: '2026-06-15' })
  // Whoever asks for days to come alone is told of them.
  expect(await days({ from: '2026-07-01', to: '2026-07-31' })).toEqual({ from: '2026-07-01', to: '2026-07-31' })
})
