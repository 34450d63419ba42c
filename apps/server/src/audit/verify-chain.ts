import type { Scope } from '../http/access.ts'
import { inScope } from '../http/access.ts'
import type { Platform } from '../platform.ts'
import type { Parameter } from '../storage/database.ts'
import { type AuditRow, auditColumns, digestedText } from './audit-record.ts'

export interface ChainProblem {
  readonly division: string
  readonly seq: number
  /** An entry is not there; is not as it was written; the end is missing; entries stand behind the end. */
  readonly problem: 'missing' | 'altered' | 'cutOff' | 'unexpected'
}

export interface Verification {
  readonly intact: boolean
  readonly entries: number
  readonly chains: readonly { readonly division: string; readonly entries: number; readonly digest: string }[]
  readonly problems: readonly ChainProblem[]
}

const readAtOnce = 2_000
const toldAtMost = 100

/** Computes the chains of a scope again. Entries that are being added meanwhile are left for the next time. */
export async function verifyChains(platform: Platform, scope: Scope, signal?: AbortSignal): Promise<Verification> {
  const parameters: Parameter[] = []
  const condition = inScope(scope, { division: 'division' }, parameters)
  const heads = await platform.db.query<Head>(
    `select division, last_seq, last_digest
       from audit_chain
      where ${condition}
      order by division`,
    parameters,
  )
  const chains: Verification['chains'][number][] = []
  const problems: ChainProblem[] = await orphans(platform, { condition, parameters })
  for (const head of heads) {
    signal?.throwIfAborted()
    problems.push(...(await verifyChain(platform, head)))
    chains.push({ division: head.division, entries: head.last_seq, digest: head.last_digest })
  }
  const entries = heads.reduce((sum, head) => sum + head.last_seq, 0)
  return { intact: problems.length === 0, entries, chains, problems: problems.slice(0, toldAtMost) }
}

interface Head {
  readonly division: string
  readonly last_seq: number
  readonly last_digest: string
}

/** Chains whose head was taken away. */
async function orphans(
  { db }: Platform,
  { condition, parameters }: { readonly condition: string; readonly parameters: readonly Parameter[] },
): Promise<ChainProblem[]> {
  const rows = await db.query<{ division: string; seq: number }>(
    `select division, min(seq) as seq
       from audit_entry
      where ${condition}
        and not exists (select from audit_chain where audit_chain.division = audit_entry.division)
      group by division
      order by division`,
    parameters,
  )
  return rows.map((row) => ({ ...row, problem: 'unexpected' }))
}

async function verifyChain(platform: Platform, head: Head): Promise<ChainProblem[]> {
  const problems: ChainProblem[] = []
  const found = (seq: number, problem: ChainProblem['problem']): void => {
    if (problems.length < toldAtMost) problems.push({ division: head.division, seq, problem })
  }
  let seq = 0
  let digest = ''
  for (;;) {
    const rows = await readEntries(platform, head, seq)
    for (const row of rows) {
      if (row.seq !== seq + 1) found(seq + 1, 'missing')
      // Behind a gap the digest before is not known: only the entry after it can be told to be whole.
      else if (platform.keys.sign(digestedText(row, digest), 'audit') !== row.digest) found(row.seq, 'altered')
      seq = row.seq
      digest = row.digest
    }
    if (rows.length < readAtOnce) break
  }
  if (seq < head.last_seq) found(seq + 1, 'cutOff')
  else if (digest !== head.last_digest) found(seq, 'altered')
  if (await hasMore(platform, head)) found(head.last_seq + 1, 'unexpected')
  return problems
}

function readEntries({ db }: Platform, head: Head, after: number): Promise<AuditRow[]> {
  return db.query<AuditRow>(
    `select ${auditColumns}
       from audit_entry
      where division = $1
        and seq > $2
        and seq <= $3
      order by seq
      limit ${readAtOnce}`,
    [head.division, after, head.last_seq],
  )
}

/** Entries behind the end as it is now, not as it was when the reading began. */
async function hasMore({ db }: Platform, head: Head): Promise<boolean> {
  const rows = await db.query(
    `select entry.seq
       from audit_entry as entry
       join audit_chain as chain on chain.division = entry.division
      where entry.division = $1
        and entry.seq > chain.last_seq
      limit 1`,
    [head.division],
  )
  return rows.length > 0
}
