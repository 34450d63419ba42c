import { type CellChange, contributionDifference, decodeContribution, MonitorError } from '@zhengfeng/monitor'
import type { Platform } from '../platform.ts'
import type { Queryable, Transaction } from '../storage/database.ts'
import { createCellLedger } from './cell-ledger.ts'
import { type CellDifference, compareCells, correctionOf } from './compare-cells.ts'
import { type CaseChange, foldCases } from './fold-cases.ts'
import { lockDivisions } from './lock-divisions.ts'
import { lookUpByIndex } from './look-up-by-index.ts'
import { nextCases } from './next-cases.ts'
import { readHistories } from './read-histories.ts'
import { type SourcesInForce, sourcesInForce } from './sources-in-force.ts'
import { sourcesOf } from './sources-of.ts'
import { allDivisions } from './verify-indicators.ts'
import { writeProjections } from './write-projections.ts'

export interface RebuildOptions {
  /** All that have events where absent. */
  readonly divisions?: readonly string[]
  /** Only cases that are read under the profile of this source; cells follow them. */
  readonly sourceId?: string
  /** Ends soon; calling again does what is left, as what is right already is not written again. */
  readonly signal?: AbortSignal
  readonly onProgress?: (done: Rebuilt) => void
}

export interface Rebuilt {
  readonly divisions: number
  readonly cases: number
  /** Figures in cells that were not as they follow from the cases. */
  readonly corrected: number
  readonly complete: boolean
}

const casesAtOnce = 300

/**
 * Builds cases and cells again from the log, while events go on coming in: some cases at a time, each time with the division locked for a
 * moment. Afterwards `verifyIndicators` finds nothing. Changes of closed days are listed as restatements.
 */
export async function rebuildProjections(
  platform: Pick<Platform, 'db' | 'now'>,
  { divisions, sourceId, signal, onProgress }: RebuildOptions = {},
): Promise<Rebuilt> {
  const sources = sourcesInForce()
  const total = { divisions: 0, cases: 0, corrected: 0 }
  const stopped = (): boolean => signal?.aborted ?? false
  for (const division of divisions ?? (await allDivisions(platform.db))) {
    const next = sourceId === undefined ? nextCases : nextCasesOf(sourceId)
    let after = ''
    while (!stopped()) {
      const cases = await next(platform.db, division, { after, limit: casesAtOnce })
      if (cases.length === 0) break
      await platform.db.transaction((tx) => rebuildCases(tx, { platform, division, cases, sources }))
      after = cases.at(-1)!
      total.cases += cases.length
      onProgress?.({ ...total, complete: false })
    }
    if (stopped()) return { ...total, complete: false }
    // Cells can only be wrong by themselves where somebody touched them; a change of a profile does not make them so.
    if (sourceId === undefined) total.corrected += await correctCells(platform, division)
    total.divisions += 1
    onProgress?.({ ...total, complete: false })
  }
  return { ...total, complete: true }
}

interface Rebuilding {
  readonly platform: Pick<Platform, 'db' | 'now'>
  readonly division: string
  readonly cases: readonly string[]
  readonly sources: SourcesInForce
}

async function rebuildCases(tx: Transaction, { platform, division, cases, sources }: Rebuilding): Promise<void> {
  await lookUpByIndex(tx)
  const ends = await lockDivisions(tx, [division], platform.db.engine)
  const histories = await readHistories(
    tx,
    cases.map((caseNo) => ({ division, caseNo })),
  )
  const told = histories.filter(({ events }) => events.length > 0)
  const projected = foldCases(told.map(readable), await sources.read(tx, sourcesOf(told)))
  await writeProjections(tx, withStrayRows(projected, histories), {
    engine: platform.db.engine,
    at: platform.now(),
    seqOf: () => ends.get(division)!.last_seq,
  })
}

/** Where the stored contribution cannot be read, the cells are put right afterwards, when all cases can be read again. */
function readable(change: CaseChange): CaseChange {
  if (!change.before) return change
  try {
    decodeContribution(change.before.contribution)
    return change
  } catch (error) {
    if (!(error instanceof MonitorError)) throw error
    return { ...change, before: { ...change.before, contribution: emptyContribution } }
  }
}

const emptyContribution = '[1,"","","","",[]]'

/** Rows of cases of which the log knows nothing are removed, with what they add. */
function withStrayRows(
  projected: ReturnType<typeof foldCases>,
  histories: readonly CaseChange[],
): ReturnType<typeof foldCases> {
  const strays = histories.filter(({ events, before }) => events.length === 0 && before !== undefined)
  if (strays.length === 0) return projected
  return { ...projected, outdated: [...projected.outdated, ...strays] }
}

function nextCasesOf(sourceId: string): typeof nextCases {
  return async (db: Queryable, division, { after, limit }) => {
    const rows = await db.query<{ case_no: string }>(
      `select case_no
       from service_case
       where source_id = $1
         and division = $2
         and case_no > $3
       order by case_no
       limit $4`,
      [sourceId, division, after, limit],
    )
    return rows.map(({ case_no }) => case_no)
  }
}

/**
 * Puts cells right that do not hold what their cases add. By how much a cell is wrong does not change while events come in, since
 * they only add differences; so it is computed on a state of the past and added now, unless somebody else did so meanwhile.
 *
 * @returns how many figures were wrong
 */
async function correctCells(platform: Pick<Platform, 'db' | 'now'>, division: string): Promise<number> {
  for (;;) {
    const { repairs, differences } = await platform.db.transaction((tx) => findWrongCells(tx, division))
    if (differences.length === 0) return 0
    const done = await platform.db.transaction((tx) => addCorrection(tx, { platform, division, repairs, differences }))
    if (done) return differences.length
  }
}

async function findWrongCells(
  tx: Transaction,
  division: string,
): Promise<{ repairs: number; differences: CellDifference[] }> {
  await tx.query('set transaction isolation level repeatable read, read only')
  const repairs = await readRepairs(tx, division)
  const ledger = createCellLedger()
  let after = ''
  for (;;) {
    const rows = await tx.query<{ case_no: string; contribution: string }>(
      `select case_no, contribution
       from service_case
       where division = $1
         and case_no > $2
       order by case_no
       limit 2000`,
      [division, after],
    )
    if (rows.length === 0) break
    for (const { contribution } of rows) ledger.add(addedBy(contribution))
    after = rows.at(-1)!.case_no
  }
  const differences: CellDifference[] = []
  for await (const difference of compareCells(tx, division, ledger)) differences.push(difference)
  return { repairs, differences }
}

function addedBy(contribution: string): CellChange[] {
  return contributionDifference(undefined, decodeContribution(contribution))
}

interface Correcting {
  readonly platform: Pick<Platform, 'db' | 'now'>
  readonly division: string
  readonly repairs: number
  readonly differences: readonly CellDifference[]
}

async function addCorrection(
  tx: Transaction,
  { platform, division, repairs, differences }: Correcting,
): Promise<boolean> {
  await lookUpByIndex(tx)
  const ends = await lockDivisions(tx, [division], platform.db.engine)
  if ((await readRepairs(tx, division)) !== repairs) return false
  const changes = [correctionOf(division, differences)]
  await writeProjections(
    tx,
    { rows: [], outdated: [], changes },
    { engine: platform.db.engine, at: platform.now(), seqOf: () => ends.get(division)!.last_seq },
  )
  await tx.query(
    `update division_sequence
     set repairs = repairs + 1
     where division = $1`,
    [division],
  )
  return true
}

async function readRepairs(db: Queryable, division: string): Promise<number> {
  const [row] = await db.query<{ repairs: number }>(
    `select repairs
     from division_sequence
     where division = $1`,
    [division],
  )
  return row?.repairs ?? 0
}
