import type { Database, Transaction } from '../storage/database.ts'
import { type CellLedger, createCellLedger } from './cell-ledger.ts'
import { type CaseDifference, compareCases } from './compare-cases.ts'
import { type CellDifference, compareCells } from './compare-cells.ts'
import { foldCases } from './fold-cases.ts'
import { lookUpByIndex } from './look-up-by-index.ts'
import { nextCases } from './next-cases.ts'
import { readHistories } from './read-histories.ts'
import { type SourcesInForce, sourcesInForce } from './sources-in-force.ts'
import { sourcesOf } from './sources-of.ts'

/** The log of a division itself is not as it must be. */
export interface LogDifference {
  readonly table: 'event'
  readonly division: string
  readonly fault: 'gap' | 'endDiffers' | 'clockWentBack'
  readonly stored: number
  readonly expected: number
}

export type Difference = LogDifference | CaseDifference | CellDifference

export interface VerifyOptions {
  /** All that have events where absent. */
  readonly divisions?: readonly string[]
  readonly signal?: AbortSignal
  readonly onDifference?: (difference: Difference) => void
  readonly onProgress?: (done: Verified) => void
}

export interface Verified {
  readonly divisions: number
  readonly events: number
  readonly cases: number
  readonly differences: number
}

const casesAtOnce = 500

/**
 * Computes every case and every cell anew from the log alone, and compares them with what is stored, to the last digit. Also checks that
 * the numbers of events have no gaps and their clock never went back.
 *
 * Goes through one division after the other, each as it is at one moment, while events may go on coming in. Memory is bounded by the
 * cells of one division.
 */
export async function verifyIndicators(db: Database, options: VerifyOptions = {}): Promise<Verified> {
  const sources = sourcesInForce()
  const total = { divisions: 0, events: 0, cases: 0, differences: 0 }
  const tell = (difference: Difference): void => {
    total.differences += 1
    options.onDifference?.(difference)
  }
  for (const division of options.divisions ?? (await allDivisions(db))) {
    if (options.signal?.aborted) break
    const { events, cases, found } = await db.transaction((tx) => verifyDivision(tx, division, sources))
    for (const difference of found) tell(difference)
    total.divisions += 1
    total.events += events
    total.cases += cases
    options.onProgress?.({ ...total })
  }
  return total
}

/** Divisions of which there is anything. */
export async function allDivisions(db: Database): Promise<string[]> {
  const rows = await db.query<{ division: string }>(
    `select division from division_sequence
     union
     select division from indicator_day
     union
     select division from service_case
     order by division`,
  )
  return rows.map(({ division }) => division)
}

/** Differences beyond these are only counted: where everything differs, the first show it. */
const mostFound = 10_000

async function verifyDivision(
  tx: Transaction,
  division: string,
  sources: SourcesInForce,
): Promise<{ events: number; cases: number; found: Difference[] }> {
  await tx.query('set transaction isolation level repeatable read, read only')
  await lookUpByIndex(tx)
  const log = await verifyLog(tx, division)
  const found: Difference[] = [...log.found]
  const ledger = createCellLedger()
  let cases = 0
  let after = ''
  for (;;) {
    const some = await nextCases(tx, division, { after, limit: casesAtOnce })
    if (some.length === 0) break
    for (const difference of await verifyCases(tx, { division, cases: some, sources, ledger }))
      if (found.length < mostFound) found.push(difference)
    cases += some.length
    after = some.at(-1)!
  }
  for await (const difference of compareCells(tx, division, ledger))
    if (found.length < mostFound) found.push(difference)
  return { events: log.events, cases, found }
}

/** Compares the rows of some cases, and adds what they bring to the ledger. */
async function verifyCases(
  tx: Transaction,
  {
    division,
    cases,
    sources,
    ledger,
  }: { division: string; cases: readonly string[]; sources: SourcesInForce; ledger: CellLedger },
): Promise<CaseDifference[]> {
  const histories = await readHistories(
    tx,
    cases.map((caseNo) => ({ division, caseNo })),
  )
  const fresh = histories
    .filter(({ events }) => events.length > 0)
    .map((history) => ({ ...history, before: undefined }))
  const { rows, changes } = foldCases(fresh, await sources.read(tx, sourcesOf(fresh)))
  for (const change of changes) ledger.add(change.cells)
  return await compareCases(tx, { division, cases, rows })
}

async function verifyLog(tx: Transaction, division: string): Promise<{ events: number; found: LogDifference[] }> {
  const [row] = await tx.query<{ n: number; first: number; last: number; end: number; back: number }>(
    `select count(*) as n,
       coalesce(min(seq), 1) as first,
       coalesce(max(seq), 0) as last,
       coalesce((select last_seq from division_sequence where division = $1), 0) as "end",
       count(*) filter (where recorded_at < before) as back
     from (
       select seq, recorded_at, lag(recorded_at) over (order by seq) as before
       from event
       where division = $1
     ) as numbered`,
    [division],
  )
  const { n, first, last, end, back } = row!
  const found: LogDifference[] = []
  const named = { table: 'event', division } as const
  if (first !== 1 || last !== n) found.push({ ...named, fault: 'gap', stored: n, expected: last })
  if (end !== last) found.push({ ...named, fault: 'endDiffers', stored: end, expected: last })
  if (back > 0) found.push({ ...named, fault: 'clockWentBack', stored: back, expected: 0 })
  return { events: n, found }
}
