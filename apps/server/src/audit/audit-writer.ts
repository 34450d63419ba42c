import { metrics } from '../http/metrics.ts'
import type { Platform } from '../platform.ts'
import type { Transaction } from '../storage/database.ts'
import { type AuditRecord, type AuditRow, digestedText, noDivision } from './audit-record.ts'

/** Adds to the audit trail. */
export interface AuditWriter {
  /** Ends when the record is kept for good. @throws StorageError where it could not be written */
  write(record: AuditRecord): Promise<void>
  /** For what has been done already: tries again until it is written; ends after the first try. */
  writeSurely(record: AuditRecord): Promise<void>
  /** Waits until nothing is left to write; gives up after a few seconds. */
  drain(): Promise<void>
}

interface Pending {
  readonly record: AuditRecord
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const writtenAtOnce = 200
const retryMs = 2_000
const retriedAtMost = 10_000
const lost = metrics.counter({ name: 'zhengfeng_audit_lost_total', help: 'Audit records that could not be kept.' })

const writers = new WeakMap<Platform, AuditWriter>()

/** The one writer of a platform: records of one process are written one batch after the other, so that chains are not fought over. */
export function auditWriter(platform: Platform): AuditWriter {
  let writer = writers.get(platform)
  if (!writer) {
    writer = createAuditWriter(platform)
    writers.set(platform, writer)
  }
  return writer
}

function createAuditWriter(platform: Platform): AuditWriter {
  let pending: Pending[] = []
  let running: Promise<void> | undefined
  const retrying = new Set<AuditRecord>()
  const flush = async (): Promise<void> => {
    while (pending.length > 0) {
      const batch = pending.slice(0, writtenAtOnce)
      pending = pending.slice(writtenAtOnce)
      for (const chain of byDivision(batch)) await writeChain(platform, chain)
    }
    running = undefined
  }
  const write = (record: AuditRecord): Promise<void> =>
    new Promise((done, failed) => {
      pending.push({ record, done, failed })
      running ??= Promise.resolve().then(flush)
    })
  const retry = (record: AuditRecord): void => {
    setTimeout(() => {
      write(record).then(
        () => retrying.delete(record),
        () => retry(record),
      )
    }, retryMs).unref()
  }
  const writeSurely = async (record: AuditRecord): Promise<void> => {
    try {
      await write(record)
    } catch (error) {
      platform.log.error({ err: error, action: record.action }, 'an audit record could not be written yet')
      if (retrying.size >= retriedAtMost) lost.inc()
      else {
        retrying.add(record)
        retry(record)
      }
    }
  }
  const drain = async (): Promise<void> => {
    for (let waited = 0; waited < 5_000 && (running !== undefined || retrying.size > 0); waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    if (retrying.size > 0)
      platform.log.error({ records: retrying.size }, 'audit records were lost: the database was gone')
  }
  return { write, writeSurely, drain }
}

function byDivision(batch: readonly Pending[]): Pending[][] {
  const chains = new Map<string, Pending[]>()
  for (const one of batch) {
    const division = one.record.division ?? noDivision
    const chain = chains.get(division)
    if (chain) chain.push(one)
    else chains.set(division, [one])
  }
  return [...chains.values()]
}

async function writeChain(platform: Platform, chain: readonly Pending[]): Promise<void> {
  try {
    await platform.db.transaction((tx) =>
      appendEntries(
        platform,
        tx,
        chain.map(({ record }) => record),
      ),
    )
    for (const { done } of chain) done()
  } catch (error) {
    for (const { failed } of chain) failed(error)
  }
}

async function appendEntries({ keys }: Platform, tx: Transaction, records: readonly AuditRecord[]): Promise<void> {
  const division = records[0].division ?? noDivision
  // Locks the chain until the end of the transaction.
  const [head] = await tx.query<{ last_seq: number; last_digest: string }>(
    `insert into audit_chain as chain (division, last_seq, last_digest)
     values ($1, 0, '')
     on conflict (division) do update
       set last_seq = chain.last_seq
     returning last_seq, last_digest`,
    [division],
  )
  const rows: AuditRow[] = []
  let digest = head.last_digest
  for (const record of records) {
    const row = rowOf(record, division, head.last_seq + rows.length + 1)
    digest = keys.sign(digestedText(row, digest), 'audit')
    rows.push({ ...row, digest })
  }
  await insertRows(tx, rows)
  await tx.query('update audit_chain set last_seq = $2, last_digest = $3 where division = $1', [
    division,
    head.last_seq + rows.length,
    digest,
  ])
}

function rowOf(record: AuditRecord, division: string, seq: number): Omit<AuditRow, 'digest'> {
  return {
    division,
    seq,
    at: record.at,
    actor_kind: record.actorKind,
    actor_id: record.actorId ?? null,
    actor_name: record.actorName ?? null,
    address: record.address ?? null,
    action: record.action,
    object: record.object.slice(0, 1000),
    outcome: record.outcome,
    status: record.status ?? null,
    problem: record.problem ?? null,
    fields: record.fields.slice(0, 200),
    reason: record.reason ?? null,
    request_id: record.requestId ?? null,
  }
}

async function insertRows(tx: Transaction, rows: readonly AuditRow[]): Promise<void> {
  for (const row of rows) {
    await tx.query(
      `insert into audit_entry (division, seq, at, actor_kind, actor_id, actor_name, address, action, object, outcome, status, problem,
                                fields, reason, request_id, digest)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text[], $14, $15, $16)`,
      [
        row.division,
        row.seq,
        new Date(row.at),
        row.actor_kind,
        row.actor_id,
        row.actor_name,
        row.address,
        row.action,
        row.object,
        row.outcome,
        row.status,
        row.problem,
        row.fields,
        row.reason,
        row.request_id,
        row.digest,
      ],
    )
  }
}
