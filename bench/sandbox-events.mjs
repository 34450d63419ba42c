// Events of the sandbox province in the order in which they happened, as sources would push them.
import { serviceEventColumns, serviceEvents } from '../packages/eventlog/dist/index.js'
import { simulate } from '../packages/sandbox/dist/index.js'

/** @param seed another one gives other cases, which get names of their own */
export function sandboxEvents(count, { offices = 134, seed = 1 } = {}) {
  const days = 90
  const from = new Date(Date.now() - (days + 5) * 86_400_000).toISOString().slice(0, 10)
  const { log } = simulate({ cases: Math.ceil(count / 7.5), seed, offices, from, days })
  const named = seed === 1 ? '' : `${seed}-`
  const codes = new Map()
  const events = []
  for (const { seq: _, type: __, eventId: ___, division, ...event } of serviceEvents(log)) {
    if (!codes.has(division)) codes.set(division, String(440_100 + codes.size))
    events.push({ ...event, caseNo: `${named}${event.caseNo}`, division: codes.get(division) })
  }
  events.sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt))
  if (events.length < count) throw new Error(`only ${events.length} of ${count} events were simulated`)
  return {
    events: events
      .slice(0, count)
      .map((event, i) => ({ eventId: `${named}sandbox-${String(i).padStart(9, '0')}`, ...event })),
    divisions: [...codes.values()],
  }
}

export function sandboxProfile() {
  const { profile } = simulate({ cases: 1, seed: 1 })
  const named = ['item', 'channel', 'applicant', 'agent', 'stopKind', 'stopDocument'].map((role) => [role, role])
  return { ...profile, columns: { ...serviceEventColumns, ...Object.fromEntries(named) } }
}
