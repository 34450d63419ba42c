import { type Route, warningsRoutes, webhooksRoutes } from '@zhengfeng/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEventWriter, type EventWriter } from '../ingest/event-writer.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { addDivisions, addSource, hourMs, monday, told } from '../ingest/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { webhooksRoutesOf } from '../webhooks/routes.ts'
import { readWarningActs } from './append-warning-acts.ts'
import { toldState } from './export-warnings.ts'
import { foldWarning } from './fold-warning.ts'
import { warningsRoutesOf } from './routes.ts'
import { warningNumbers } from './warning-numbers.ts'
import { warningsJobs } from './warnings-jobs.ts'
import { writeCards } from './write-cards.ts'

const everything = { everything: true, divisions: [], departments: [] }
const supervisor = testAccess(['warning.read', 'warning.manage', 'report.export'], everything, 'Wang')
const headOf = (department: string) =>
  testAccess(['warning.read', 'warning.reply'], {
    everything: false,
    divisions: [],
    departments: [{ division: '4401', department }],
  })

describe.each(engines)('warnings on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let writer: EventWriter
  let source: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db)
  })
  afterAll(() => db.close())

  beforeEach(async () => {
    await db.administer((tx) =>
      tx.script(`truncate warning, warning_act, warning_position, outbox_message, webhook_delivery, event, event_key,
        service_case, division_sequence, indicator_cell, indicator_day, indicator_bucket, indicator_day_bucket, setting`),
    )
    platform = testPlatform(db)
    platform.time.now = monday + 2 * hourMs
    writer = createEventWriter(platform)
  })

  const send = async (...events: IncomingEvent[]): Promise<void> => {
    const { outcomes } = await writer.submit(events, { sourceId: source })
    expect(outcomes.map(({ kind }) => kind)).toEqual(events.map(() => 'stored'))
  }
  const run = (name: string): Promise<void> =>
    warningsJobs(platform)
      .find((job) => job.name === `warnings.${name}`)!
      .run(new AbortController().signal)
  const call = (route: Route, given: object = {}, access = supervisor) =>
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
    callRoute(warningsRoutesOf(platform), route, { access, ...given }) as Promise<any>
  const list = async (query: object = {}, access = supervisor) =>
    (await call(warningsRoutes.list, { query }, access)).items
  const shown = async (query: object = {}): Promise<string[]> =>
    (await list({ order: 'oldest', ...query })).map(
      ({ caseNo, level, state }: { caseNo: string; level: string; state: string }) => `${caseNo} ${level} ${state}`,
    )
  const act = (route: Route, one: { version: number }, more: object = {}, access = supervisor) =>
    call(route, { params: one, body: { version: one.version, ...more } }, access)

  /** Accepted on Monday at 11; five working days run out on the Monday after at 17:00. */
  const accepted = (caseNo: string, more: Partial<IncomingEvent> = {}): IncomingEvent[] => [
    told(caseNo, 'submit', 0, { actor: 'o1', department: 'd1', ...more }),
    told(caseNo, 'accept', 1, { actor: 'o1', department: 'd1', ...more }),
  ]
  const atHour = (hours: number): void => {
    platform.time.now = monday + hours * hourMs
  }
  const nearDue = 7 * 24 + 6
  const overdue = 8 * 24

  it('warns before the limit runs out, and again when it has', async () => {
    await send(...accepted('A1', { attributes: { 'case:item': '施工许可' } }))
    await run('raise')
    expect(await shown()).toEqual([])
    atHour(nearDue)
    await run('raise')
    const [yellow] = await list()
    expect(yellow).toMatchObject({
      division: '4401',
      divisionName: '4401',
      level: 'yellow',
      rule: 'near-due',
      state: 'open',
      caseNo: 'A1',
      item: '施工许可',
      department: 'd1',
      holder: 'o1',
      addressee: 'holder',
      reason: { key: 'reasons.share', values: { usedShare: 0.9 } },
      caseDue: '2026-03-09T09:00:00.000Z',
      replyNeeded: false,
      escalation: 0,
      caseEnded: false,
      version: 1,
    })
    atHour(overdue)
    await run('raise')
    expect(await shown()).toEqual(['A1 yellow lapsed', 'A1 red open'])
    const [red] = await list({ level: 'red' })
    expect(red).toMatchObject({
      addressee: 'department',
      replyNeeded: true,
      // Three working days: the Friday at the close.
      replyDue: '2026-03-13T09:00:00.000Z',
      replyLate: false,
    })
    const view = await call(warningsRoutes.read, { params: yellow })
    expect(view.acts).toMatchObject([
      { kind: 'raised', by: 'system' },
      { kind: 'lapsed', reason: { key: 'lapses.superseded' } },
    ])
  })

  it('raises each card once, however often and in however many processes it looks', async () => {
    await send(...accepted('A1'), ...accepted('A2'))
    atHour(overdue)
    await Promise.all([run('raise'), run('sweep'), run('raise')])
    await db.query('delete from warning_position')
    await run('raise')
    await run('sweep')
    expect((await shown()).sort()).toEqual(['A1 red open', 'A2 red open'])
    expect(await db.query('select kind, count(*) as n from warning_act group by kind')).toEqual([
      { kind: 'raised', n: 2 },
    ])
  })

  it('two that decided on the same moment raise a card once', async () => {
    const due = {
      rule: 'overdue',
      level: 'red',
      dueAt: monday,
      addressee: 'department',
      superseded: false,
      reason: { key: 'overdue', values: { dueAt: monday } },
    } as const
    const decisions = { raise: [{ id: 'x', due, again: false }], lapse: [] }
    const write = () =>
      db.transaction((tx) =>
        writeCards(tx, '4401', {
          decided: [{ caseNo: 'A1', projection: undefined, decisions }],
          rules: [],
          at: monday,
        }),
      )
    expect(await write()).toEqual([{ id: 'x', state: 'open' }])
    expect(await write()).toEqual([])
    expect(await db.query('select number, kind from warning_act')).toEqual([{ number: 1, kind: 'raised' }])
  })

  it('an event that arrives late raises the card that was due before it came', async () => {
    atHour(overdue)
    await send(...accepted('A1'))
    await run('raise')
    expect(await shown()).toEqual(['A1 red open'])
  })

  it('a yellow card falls away when the case ends in time; a red one stays when it ends late', async () => {
    await send(...accepted('A1'), ...accepted('A2'))
    atHour(nearDue)
    await run('raise')
    await send(told('A1', 'close', nearDue - 0.5, { actor: 'o2', department: 'd1' }))
    await run('raise')
    expect((await shown()).sort()).toEqual(['A1 yellow lapsed', 'A2 yellow open'])
    atHour(overdue + 1)
    await run('raise')
    await send(told('A2', 'close', overdue + 0.5, { actor: 'o2', department: 'd1' }))
    await run('raise')
    await run('sweep')
    expect((await shown({ caseNo: 'A2' })).sort()).toEqual(['A2 red open', 'A2 yellow lapsed'])
    expect(await list({ level: 'red' })).toMatchObject([{ caseEnded: true }])
  })

  it('a red card lapses where later data shows that the case was in time, and says why', async () => {
    await send(...accepted('A1'))
    atHour(overdue)
    await run('raise')
    await send(told('A1', 'close', 5, { actor: 'o2', department: 'd1' }))
    await run('raise')
    const [card] = await list()
    expect(card.state).toBe('lapsed')
    expect((await call(warningsRoutes.read, { params: card })).acts[1]).toMatchObject({
      kind: 'lapsed',
      by: 'system',
      reason: { key: 'lapses.kept' },
    })
  })

  it('a card of a case that was taken back lapses', async () => {
    await send(...accepted('A1'))
    atHour(overdue)
    await run('raise')
    await db.query('delete from service_case')
    await run('sweep')
    const [card] = await list()
    expect((await call(warningsRoutes.read, { params: card })).acts[1]).toMatchObject({
      reason: { key: 'lapses.gone' },
    })
  })

  it('does not warn about a finished file', async () => {
    const file = await addSource(db, { kind: 'file' })
    await writer.submit(accepted('F1'), { sourceId: file })
    atHour(overdue)
    await run('raise')
    await run('sweep')
    expect(await shown()).toEqual([])
  })

  it('goes to the office, then to the one above, while no reply comes', async () => {
    await send(...accepted('A1'))
    atHour(overdue)
    await run('raise')
    await run('escalate')
    expect(await list()).toMatchObject([{ escalation: 0 }])
    atHour(overdue + 5 * 24)
    expect(await list({ replyLate: 'true' })).toHaveLength(1)
    await run('escalate')
    await run('escalate')
    const [once] = await list()
    expect(once).toMatchObject({ state: 'open', escalation: 1, addressee: 'division', replyLate: false })
    atHour(overdue + 12 * 24)
    await run('escalate')
    atHour(overdue + 30 * 24)
    await run('escalate')
    const [twice] = await list({ escalated: 'true' })
    expect(twice).toMatchObject({ escalation: 2, addressee: 'parentDivision', replyLate: true, version: 3 })
    expect((await call(warningsRoutes.read, { params: twice })).acts[1]).toMatchObject({
      kind: 'escalated',
      by: 'system',
      addressee: 'division',
      reason: { key: 'reasons.replyLate' },
    })
  })

  describe('replying', () => {
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
    let card: any
    beforeEach(async () => {
      await send(...accepted('A1'), ...accepted('A2', { department: 'd2' }))
      atHour(overdue)
      await run('raise')
      card = (await list({ caseNo: 'A1' }))[0]
    })

    it('is replied to by its department, returned with a new deadline, and accepted', async () => {
      const head = headOf('d1')
      const replied = await act(warningsRoutes.reply, card, { text: 'The expert was ill.' }, head)
      expect(replied).toMatchObject({ state: 'replied', version: 2, may: { reply: true, manage: false } })
      atHour(overdue + 1)
      const returned = await act(warningsRoutes.return, replied, { text: 'When will it be done?' })
      expect(returned).toMatchObject({ state: 'returned', replyDue: '2026-03-12T09:00:00.000Z', may: { manage: true } })
      const again = await act(warningsRoutes.reply, returned, { text: 'On Thursday.' }, head)
      const closed = await act(warningsRoutes.accept, again)
      expect(closed.state).toBe('closed')
      expect(closed.acts.map(({ kind, by, text }: Record<string, string>) => [kind, by, text])).toEqual([
        ['raised', 'system', undefined],
        ['replied', 'Li', 'The expert was ill.'],
        ['returned', 'Wang', 'When will it be done?'],
        ['replied', 'Li', 'On Thursday.'],
        ['accepted', 'Wang', undefined],
      ])
      await run('sweep')
      expect((await list({ caseNo: 'A1' }))[0].state).toBe('closed')
    })

    it('is refused where somebody acted meanwhile, or where it makes no sense', async () => {
      await act(warningsRoutes.reply, card, { text: 'x' }, headOf('d1'))
      await expect(act(warningsRoutes.close, card, { text: 'x' })).rejects.toMatchObject({
        values: { reason: 'warningChanged' },
      })
      const [now] = await list({ caseNo: 'A1' })
      await expect(act(warningsRoutes.reply, now, { text: 'again' }, headOf('d1'))).rejects.toMatchObject({
        values: { reason: 'warningState' },
      })
    })

    it('is seen and replied to only within the scope', async () => {
      const other = headOf('d2')
      expect((await list({}, other)).map(({ caseNo }: { caseNo: string }) => caseNo)).toEqual(['A2'])
      await expect(act(warningsRoutes.reply, card, { text: 'x' }, other)).rejects.toMatchObject({ code: 'notFound' })
      await expect(act(warningsRoutes.close, card, { text: 'x' }, headOf('d1'))).rejects.toMatchObject({
        code: 'outOfScope',
      })
      expect((await call(warningsRoutes.facets, {}, other)).total).toBe(1)
      expect(await warningNumbers(db, other, { now: platform.now() })).toEqual([
        { level: 'red', state: 'open', count: 1, replyLate: 0 },
      ])
    })

    it('once escalated only by the body that it went to, or by who manages cards', async () => {
      const head = headOf('d1')
      const officeHead = testAccess(
        ['warning.read', 'warning.reply'],
        { everything: false, divisions: ['4401'], departments: [] },
        'Sun',
      )
      const above = testAccess(
        ['warning.read', 'warning.reply'],
        { everything: false, divisions: ['44', '4401', '4402'], departments: [] },
        'Zhou',
      )
      const manager = testAccess(
        ['warning.read', 'warning.reply', 'warning.manage'],
        { everything: false, divisions: ['4401'], departments: [] },
        'Wu',
      )
      const mayReply = async (): Promise<boolean[]> =>
        Promise.all(
          [head, officeHead, above, manager].map(
            async (access) => (await call(warningsRoutes.read, { params: card }, access)).may.reply,
          ),
        )
      expect(await mayReply()).toEqual([true, true, true, true])
      card = await act(warningsRoutes.escalate, card, { text: 'no reply' })
      expect(card.addressee).toBe('division')
      expect(await mayReply()).toEqual([false, true, true, true])
      card = await act(warningsRoutes.escalate, card, { text: 'no reply' })
      expect(card.addressee).toBe('parentDivision')
      expect(await mayReply()).toEqual([false, false, true, true])
      await expect(act(warningsRoutes.reply, card, { text: 'x' }, officeHead)).rejects.toMatchObject({
        code: 'outOfScope',
      })
    })

    it('several are closed at once, each by itself', async () => {
      const all = (await list()).map(({ division, id, version }: Record<string, unknown>) => ({
        division,
        id,
        version,
      }))
      const { results } = await call(warningsRoutes.bulk, {
        body: {
          act: { kind: 'close', text: 'system moved' },
          warnings: [...all, { division: '4401', id: 'none', version: 1 }],
        },
      })
      expect(results.map(({ version, problem }: Record<string, unknown>) => version ?? problem)).toEqual([
        2,
        2,
        'notFound',
      ])
      expect(await list({ state: 'closed' })).toHaveLength(2)
    })

    it('counts, filters and pages', async () => {
      expect(await call(warningsRoutes.facets, { query: { department: 'd1' } })).toMatchObject({
        total: 1,
        level: [{ value: 'red', count: 1 }],
        rule: [{ value: 'overdue', count: 1 }],
        department: [
          { value: 'd1', count: 1 },
          { value: 'd2', count: 1 },
        ],
      })
      for (const [query, count] of [
        [{ level: 'yellow' }, 0],
        [{ rule: 'overdue' }, 2],
        [{ division: '44' }, 2],
        [{ division: '4402' }, 0],
        [{ escalated: 'true' }, 0],
        [{ escalated: 'false' }, 2],
        [{ replyLate: 'false' }, 2],
        [{ from: '2026-03-10' }, 2],
        [{ from: '2026-03-11' }, 0],
        [{ to: '2026-03-09' }, 0],
        [{ text: 'a2' }, 1],
        [{ order: 'replyDue' }, 2],
      ] as const) {
        expect([query, (await list(query)).length]).toEqual([query, count])
      }
      const first = await call(warningsRoutes.list, { query: { limit: 1 } })
      const second = await call(warningsRoutes.list, { query: { limit: 1, cursor: first.next } })
      expect(second.next).toBeUndefined()
      expect(first.items[0].id).not.toBe(second.items[0].id)
    })

    it('is exported with words', async () => {
      let text = ''
      const reply = {
        type: () => reply,
        header: () => reply,
        send: (body: AsyncIterable<Buffer>) => ({ body, reply }),
      }
      const { body } = await call(warningsRoutes.export, { query: { format: 'csv', language: 'zh-CN' }, reply })
      for await (const chunk of body) text += chunk
      expect(text).toContain('红牌')
      const lines = text.split('\r\n').filter((line) => line.includes('4401'))
      expect(lines).toHaveLength(2)
      const cards = (await call(warningsRoutes.list, { query: { limit: 50 } })).items
      const reminders = cards.filter(
        (one: { state: string; replyNeeded: boolean }) => one.state === 'open' && !one.replyNeeded,
      )
      expect(lines.filter((line) => line.includes('提醒中'))).toHaveLength(reminders.length)
    })

    it('that needs no reply is told as a reminder, not as waiting for one', () => {
      expect(toldState({ state: 'open', reply_due: null })).toBe('reminds')
      expect(toldState({ state: 'open', reply_due: monday })).toBe('open')
      expect(toldState({ state: 'closed', reply_due: null })).toBe('closed')
    })

    it('its row is what its acts fold to', async () => {
      await act(warningsRoutes.escalate, card, { text: 'urgent' })
      const [now] = await list({ caseNo: 'A1' })
      const folded = foldWarning((await readWarningActs(db, '4401', [card.id])).get(card.id)!)
      expect(now).toMatchObject({ state: folded.state, escalation: 1, addressee: 'division', version: folded.version })
      await expect(db.query('delete from warning_act')).rejects.toThrow(/permission/)
    })
  })

  it('tells webhooks in the transaction of the change', async () => {
    const manager = testAccess(['webhook.manage'])
    platform = testPlatform(db, { ZHENGFENG_SANDBOX: '1' })
    platform.time.now = monday
    const body = {
      name: 'x',
      url: 'http://127.0.0.1:9/',
      types: ['zhengfeng.warning.raised', 'zhengfeng.warning.closed'],
      division: '44',
    }
    const hook = (await callRoute(webhooksRoutesOf(platform), webhooksRoutes.create, { access: manager, body })) as {
      id: string
    }
    await send(...accepted('A1'))
    atHour(overdue)
    await run('raise')
    const [card] = await list()
    await act(warningsRoutes.close, card, { text: 'x' })
    expect(await db.query('select type, subject, data from outbox_message order by at, type')).toEqual([
      {
        type: 'zhengfeng.warning.closed',
        subject: `/api/v1/warnings/4401/${card.id}`,
        data: { division: '4401', id: card.id, caseNo: 'A1', level: 'red', rule: 'overdue', state: 'closed' },
      },
      {
        type: 'zhengfeng.warning.raised',
        subject: `/api/v1/warnings/4401/${card.id}`,
        data: { division: '4401', id: card.id, caseNo: 'A1', level: 'red', rule: 'overdue', state: 'open' },
      },
    ])
    await callRoute(webhooksRoutesOf(platform), webhooksRoutes.delete, { access: manager, params: { id: hook.id } })
  })
})
