import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { EventsReport } from '@zhengfeng/contract'
import { addDivisions, addSource, hourMs, monday } from '../ingest/testing.ts'
import { verifyIndicators } from '../ingest/verify-indicators.ts'
import { builtFile } from '../storage/built-file.ts'
import type { Database } from '../storage/database.ts'

/** What a sender needs to know. */
export interface Target {
  readonly url: string
  readonly token: string
}

/** Clients that send batches one after the other, and each again and again until it is acknowledged. */
export interface Senders {
  readonly sent: { batches: number; events: number; tries: number }
  /** Answers other than 200, by status, and whether each said when to come back. */
  readonly refusals: { readonly status: number; readonly code: string; readonly retryAfter: string | null }[]
  /** Waits until one more batch is acknowledged than now. */
  nextAcknowledged(): Promise<void>
  /** Ends once everything that was begun is acknowledged. */
  finish(): Promise<void>
}

/** Puts divisions, a source and its token into a migrated database. */
export async function prepareSource(db: Database): Promise<string> {
  await addDivisions(db, ['4401', '4402'])
  const source = await addSource(db)
  const token = `zf_${randomBytes(32).toString('base64url')}`
  await db.query(
    `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, created_at, created_by)
     values ($1, $2, 'test', $3, 'zf_', $4, 100000000, now(), 'test')`,
    [randomUUID(), source, createHash('sha256').update(token).digest(), ['events.write']],
  )
  return token
}

/** Longer than any outage of the tests. */
const patienceMs = 180_000

const stepsOfCase = ['申请', '受理', '审查', '决定', '办结']

/** Starts clients; each goes on until `finish`. */
export function startSenders(target: Target, clients: number): Senders {
  const sent = { batches: 0, events: 0, tries: 0 }
  const refusals: Senders['refusals'] = []
  let finishing = false
  let number = 0
  const loop = async (client: number): Promise<void> => {
    while (!finishing) {
      const events = Array.from({ length: 1 + (number % 25) }, () => eventOf(number++, client))
      await sendUntilAcknowledged(events)
      sent.batches += 1
      sent.events += events.length
    }
  }
  const running = Promise.all(Array.from({ length: clients }, (_, client) => loop(client)))
  // A failure is told by `finish`, and must not end the process before.
  running.catch(() => undefined)
  return {
    sent,
    refusals,
    nextAcknowledged: async () => {
      const before = sent.batches
      while (sent.batches === before) await Promise.race([delay(5), running])
    },
    finish: async () => {
      finishing = true
      await running
    },
  }

  async function sendUntilAcknowledged(events: readonly object[]): Promise<void> {
    const body = JSON.stringify(events)
    const giveUpAt = Date.now() + patienceMs
    for (;;) {
      if (Date.now() > giveUpAt) throw new Error('a batch was not acknowledged for minutes; the server does not start')
      sent.tries += 1
      const answer = await send(target, body).catch(() => undefined)
      if (answer?.status === 200) {
        const { accepted, duplicates } = EventsReport.parse(answer.body)
        if (accepted + duplicates !== events.length)
          throw new Error(`not all were taken: ${JSON.stringify(answer.body)}`)
        return
      }
      if (answer && answer.status < 500) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
      if (answer) {
        const { code } = answer.body as { code?: string }
        refusals.push({ status: answer.status, code: code ?? '', retryAfter: answer.retryAfter })
      }
      await delay(20)
    }
  }
}

/** Half of the clients name their events; those of the others are told apart by content. */
function eventOf(number: number, client: number): object {
  const caseNumber = Math.floor(number / 12)
  return {
    ...(client % 2 === 0 && { eventId: `e${number}` }),
    division: client < 2 ? '4401' : '4402',
    caseNo: `${client}-${caseNumber}`,
    activity: stepsOfCase[number % stepsOfCase.length],
    occurredAt: new Date(monday + (number % 200) * hourMs).toISOString(),
    attributes: { number, item: `item ${number % 7}` },
    ...(number % 50 === 0 && { people: { applicant: { name: '张三', idNumber: String(number) } } }),
  }
}

async function send({ url, token }: Target, body: string) {
  const response = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(30_000),
  })
  const retryAfter = response.headers.get('retry-after')
  return { status: response.status, retryAfter, body: (await response.json()) as unknown }
}

/** What is stored, in the terms of what must hold: everything once, without gaps, and the figures as they follow from it. */
export async function stateOf(db: Database) {
  const [events] = await db.query<{ stored: number; different: number }>(
    `select count(*) as stored, count(distinct attributes ->> 'number') as different from event`,
  )
  const gaps = await db.query(
    `select division, count(*) as stored, max(seq) as last
     from event
     group by division
     having count(*) <> max(seq)`,
  )
  const { differences } = await verifyIndicators(db)
  return { ...events, gaps, differences }
}

/** A server in a process of its own, which can be killed. It ends with this process. */
export interface ServerProcess {
  kill(): Promise<void>
  stop(): Promise<void>
}

export function startServerProcess(environment: Readonly<Record<string, string>>): ServerProcess {
  const program = `
    import { readConfiguration } from '${builtFile('configuration.js').href}'
    import { startServer } from '${builtFile('server.js').href}'
    process.stdin.resume().on('end', () => process.exit(1))
    const server = await startServer(readConfiguration(process.env))
    process.on('SIGTERM', () => server.close().then(() => process.exit(0)))`
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    return ended
  }
  return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
