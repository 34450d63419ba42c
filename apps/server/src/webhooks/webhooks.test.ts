import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CloudEvent, webhooksRoutes } from '@zhengfeng/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { putOutbox } from './outbox.ts'
import { webhooksRoutesOf } from './routes.ts'
import { webhookJobs } from './webhook-jobs.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const manager = testAccess(['webhook.manage'])
const hourMs = 3_600_000

describe.each(engines)('webhooks on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let receiver: Server
  let url: string
  let received: Received[]
  /** What the receiver answers; undefined: it is down. */
  let answer: number | undefined
  /** What it never takes. */
  let refused: string | undefined

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    await db.query(
      `insert into division (code, parent, path, name, level)
       values ('35', null, '35/', 'Province', 1), ('3501', '35', '35/3501/', 'East', 2), ('3502', '35', '35/3502/', 'West', 2)`,
    )
  })
  afterAll(() => db.close())

  beforeEach(async () => {
    platform = testPlatform(db, { ZHENGFENG_SANDBOX: '1' })
    for (const table of ['webhook_delivery', 'outbox_message', 'webhook_position', 'webhook', 'division_sequence']) {
      await db.query(`delete from ${table}`)
    }
    received = []
    answer = 200
    refused = undefined
    receiver = createServer((request, response) => {
      if (answer === undefined) {
        request.socket.destroy()
        return
      }
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk
      })
      request.on('end', () => {
        const status = refused && body.includes(refused) ? 500 : (answer ?? 500)
        if (status === 200) received.push({ headers: request.headers, body })
        response.writeHead(status, { location: 'http://127.0.0.1/elsewhere' }).end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  })
  afterEach(() => new Promise((resolve) => receiver.close(resolve)))

  const call = (route: Parameters<typeof callRoute>[1], given: object = {}) =>
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
    callRoute(webhooksRoutesOf(platform), route, { access: manager, ...given }) as Promise<any>
  const subscribe = (more: object = {}) =>
    call(webhooksRoutes.create, {
      body: { name: 'mirror', url, types: ['zhengfeng.warning.raised'], division: '35', ...more },
    })
  const tick = async (): Promise<void> => {
    const [job] = webhookJobs(platform, { random: () => 0 })
    await job!.run(new AbortController().signal)
  }
  const warn = (division: string, id: string) =>
    db.transaction((tx) =>
      putOutbox(tx, [
        {
          division,
          type: 'zhengfeng.warning.raised',
          subject: `/api/v1/warnings/${division}/${id}`,
          at: platform.now(),
          data: { id },
        },
      ]),
    )
  const deliveries = async (id: string, query: object = {}) =>
    (await call(webhooksRoutes.deliveries, { params: { id }, query })).items

  it('tells a change once, as a signed CloudEvent that a receiver can check', async () => {
    const { id, secret } = await subscribe()
    await warn('3501', 'w1')
    await tick()
    await tick()
    expect(received).toHaveLength(1)
    const { headers, body } = received[0]!
    const event = JSON.parse(body) as CloudEvent
    expect(event).toEqual({
      specversion: '1.0',
      id: headers['webhook-id'],
      source: 'urn:zhengfeng:platform',
      type: 'zhengfeng.warning.raised',
      subject: '/api/v1/warnings/3501/w1',
      time: '2026-06-01T02:00:00.000Z',
      datacontenttype: 'application/json',
      division: '3501',
      data: { id: 'w1' },
    })
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
    expect(headers['webhook-timestamp']).toBe(String(platform.time.now / 1000))
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', tries: 1, lastStatus: 200 }])
  })

  it('the secret is told once, is not stored as text, and two are in force for a day after a new one', async () => {
    const { id, secret } = await subscribe()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
    expect(JSON.stringify(await call(webhooksRoutes.read, { params: { id } }))).not.toContain(secret)
    const [row] = await db.query<{ secret: Uint8Array }>('select secret from webhook')
    expect(Buffer.from(row!.secret).toString('latin1')).not.toContain(secret)
    const { secret: newer } = await call(webhooksRoutes.rotateSecret, { params: { id } })
    expect(newer).not.toBe(secret)
    await warn('3501', 'w1')
    await tick()
    expect(received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    platform.time.now += 25 * hourMs
    await warn('3501', 'w2')
    await tick()
    expect(received[1]!.headers['webhook-signature']).toMatch(/^v1,\S+$/)
  })

  it('loses nothing while the receiver is down for an hour', async () => {
    const { id } = await subscribe()
    const sent: string[] = []
    answer = undefined
    for (let minute = 0; minute < 60; minute++) {
      sent.push(`w${minute}`)
      await warn('3501', `w${minute}`)
      await tick()
      platform.time.now += 60_000
    }
    expect(received).toEqual([])
    const [down] = (await call(webhooksRoutes.list)).items
    expect(down).toMatchObject({ state: 'active', waiting: 60, dead: 0 })
    // Tried now and then, not hammered.
    expect(down.failuresInARow).toBeLessThan(30)
    answer = 200
    for (let minute = 0; minute < 120 && received.length < 60; minute++) {
      await tick()
      platform.time.now += 60_000
    }
    expect(received.map(({ body }) => JSON.parse(body).data.id).sort()).toEqual(sent.sort())
    expect(await deliveries(id, { state: 'waiting' })).toEqual([])
  })

  it('gives a message up after the last try, more than a day later, and sends it again when asked', async () => {
    const { id } = await subscribe()
    refused = 'poison'
    await warn('3501', 'poison')
    const began = platform.time.now
    for (let n = 0; (await deliveries(id, { state: 'dead' })).length === 0; n++) {
      if (n > 300) throw new Error('never given up')
      await tick()
      platform.time.now += 10 * 60_000
      // The receiver is well, and takes the others.
      await warn('3501', `w${n}`)
    }
    expect(platform.time.now - began).toBeGreaterThan(24 * hourMs)
    const [dead] = await deliveries(id, { state: 'dead' })
    expect(dead).toMatchObject({ state: 'dead', tries: 11, lastStatus: 500, lastError: 'status' })
    refused = undefined
    await tick()
    received = []
    expect(await call(webhooksRoutes.replay, { params: { id }, body: { kind: 'dead' } })).toEqual({ count: 1 })
    await tick()
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([dead.messageId])
  })

  it('pauses a subscription whose receiver takes nothing for a day, and keeps everything for its return', async () => {
    const { id } = await subscribe()
    answer = 503
    await warn('3501', 'w1')
    await warn('3501', 'w2')
    for (let hour = 0; hour < 26; hour++) {
      await tick()
      platform.time.now += hourMs
    }
    expect(await call(webhooksRoutes.read, { params: { id } })).toMatchObject({ state: 'failing', waiting: 2 })
    answer = 200
    await tick()
    expect(received).toEqual([])
    await call(webhooksRoutes.update, { params: { id }, body: { state: 'active' } })
    await tick()
    expect(received).toHaveLength(2)
  })

  it('tells events from where the subscription began, each once, without people', async () => {
    await writeEvents(1, 3)
    const { id } = await subscribe({ types: ['zhengfeng.events.recorded'] })
    await writeEvents(4, 900)
    answer = undefined
    await tick()
    // The process dies and starts again; a new division sends its first events.
    answer = 200
    platform.time.now += 10 * 60_000
    await tick()
    await tick()
    platform.time.now += 10 * 60_000
    await tick()
    const seqs = received.flatMap(({ body }) => JSON.parse(body).data.events.map((event: { seq: number }) => event.seq))
    expect(seqs.sort((a: number, b: number) => a - b)).toEqual(Array.from({ length: 897 }, (_, i) => i + 4))
    expect(received.map(({ body }) => body).join()).not.toContain('officer-7')
    expect(await deliveries(id, { state: 'waiting' })).toEqual([])
  })

  it('tells only what was subscribed to, of the subtree subscribed to, and nothing that happened before', async () => {
    await warn('3501', 'before')
    await subscribe({ division: '3502' })
    await warn('3501', 'elsewhere')
    await warn('3502', 'here')
    await tick()
    expect(received.map(({ body }) => JSON.parse(body).data.id)).toEqual(['here'])
  })

  it('a change that is rolled back is not told', async () => {
    await subscribe()
    await db
      .transaction(async (tx) => {
        await putOutbox(tx, [
          { division: '3501', type: 'zhengfeng.warning.raised', subject: '/x', at: platform.now(), data: {} },
        ])
        throw new Error('rolled back')
      })
      .catch(() => undefined)
    await tick()
    expect(received).toEqual([])
  })

  it('does not follow redirects', async () => {
    const { id } = await subscribe()
    answer = 302
    await warn('3501', 'w1')
    await tick()
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', lastError: 'redirect', lastStatus: 302 }])
  })

  it.each([
    ['http://example.org/hook', 'webhook.protocol'],
    ['https://10.1.2.3/hook', 'webhook.address'],
    ['https://[::ffff:10.1.2.3]/hook', 'webhook.address'],
    ['https://169.254.169.254/latest/meta-data', 'webhook.address'],
    ['https://user:secret@93.184.216.34/', 'webhook.credentials'],
    ['https://no-such-host.invalid/', 'webhook.unresolved'],
  ])('refuses to subscribe %s', async (given, message) => {
    await expect(subscribe({ url: given })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'url', message }],
    })
  })

  it('checks the address again with every delivery', async () => {
    const { id } = await subscribe()
    const real = testPlatform(db)
    await warn('3501', 'w1')
    await webhookJobs(real, { random: () => 0 })[0]!.run(new AbortController().signal)
    expect(received).toEqual([])
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', lastError: 'forbiddenAddress' }])
  })

  it('is seen and changed only by those who manage webhooks in its division', async () => {
    const { id } = await subscribe({ division: '3501' })
    const west = testAccess(['webhook.manage'], { everything: false, divisions: ['3502'], departments: [] })
    const as = (route: Parameters<typeof callRoute>[1], given: object) =>
      callRoute(webhooksRoutesOf(platform), route, { access: west, ...given })
    expect(await as(webhooksRoutes.list, {})).toEqual({ items: [] })
    for (const route of [
      webhooksRoutes.read,
      webhooksRoutes.delete,
      webhooksRoutes.test,
      webhooksRoutes.rotateSecret,
    ]) {
      await expect(as(route, { params: { id } })).rejects.toMatchObject({ code: 'notFound' })
    }
    const body = { name: 'x', url, types: ['zhengfeng.warning.raised'], division: '35' }
    await expect(as(webhooksRoutes.create, { body })).rejects.toMatchObject({ code: 'outOfScope' })
  })

  it('sends a test message, and ends with the subscription', async () => {
    const { id } = await subscribe()
    expect(await call(webhooksRoutes.test, { params: { id } })).toMatchObject({ delivered: true, status: 200 })
    expect(JSON.parse(received[0]!.body)).toMatchObject({ type: 'zhengfeng.test' })
    answer = undefined
    expect(await call(webhooksRoutes.test, { params: { id } })).toMatchObject({ delivered: false, error: 'reset' })
    await warn('3501', 'w1')
    await call(webhooksRoutes.delete, { params: { id } })
    expect((await call(webhooksRoutes.list)).items).toEqual([])
    await tick()
  })

  async function writeEvents(from: number, to: number): Promise<void> {
    await db.query(
      `insert into event (division, seq, recorded_at, source_id, case_no, activity, occurred_at, actor)
       select '3501', n, $3, '00000000-0000-4000-8000-000000000001', 'c' || n, 'accept', $3, 'officer-7'
       from generate_series($1::int, $2::int) as n
       on conflict do nothing`,
      [from, to, new Date(platform.now() - (from === 1 ? 1000 : 0))],
    )
    await db.query(
      `insert into division_sequence (division, last_seq)
       values ('3501', $1)
       on conflict (division) do update set last_seq = excluded.last_seq`,
      [to],
    )
  }
})
