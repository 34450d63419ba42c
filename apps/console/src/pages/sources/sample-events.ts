/** Two events of one case, as a source would send them: ours, so that it reads at once. */
export function sampleEvents(division: string): string {
  const event = (activity: string, occurredAt: string, more: object = {}): string =>
    JSON.stringify({ caseNo: 'A-0001', activity, occurredAt, division, ...more })
  return [
    event('accept', '2026-03-02T09:00:00+08:00', { attributes: { 'case:item': '示例事项' } }),
    event('close', '2026-03-05T16:30:00+08:00'),
  ].join('\n')
}

/** A call of the API that a person can paste into a terminal. */
export function curlExample(origin: string, token: string, division: string): string {
  const lines = sampleEvents(division).split('\n').slice(0, 1).join('')
  return [
    `curl -X POST '${origin}/api/v1/events' \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/x-ndjson' \\`,
    `  --data-binary '${lines}'`,
  ].join('\n')
}
