/** Bodies that can be sent as they stand, by route and media type. For routes that read a stream they also tell which types are read. */
export const bodyExamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'POST /api/v1/events': {
    'application/json': [
      {
        eventId: 'permit-2026-000123-1',
        caseNo: '2026-000123',
        activity: 'submit',
        occurredAt: '2026-03-02T09:15:00+08:00',
        department: '市场监管局',
        channel: 'window',
        attributes: { 'case:item': '食品经营许可', 'case:applicantGroup': 'company' },
      },
      {
        eventId: 'permit-2026-000123-2',
        caseNo: '2026-000123',
        activity: 'accept',
        occurredAt: '2026-03-02T10:40:00+08:00',
        actor: 'w-017',
        department: '市场监管局',
      },
    ],
    'application/x-ndjson':
      '{"eventId":"permit-2026-000123-3","caseNo":"2026-000123","activity":"decide","occurredAt":"2026-03-05T16:20:00+08:00"}\n' +
      '{"eventId":"permit-2026-000123-4","caseNo":"2026-000123","activity":"close","occurredAt":"2026-03-05T16:25:00+08:00"}\n',
  },
  'POST /api/v1/session': { 'application/json': { login: 'li.min', password: '…' } },
}
