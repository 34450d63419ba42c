import { type DetectorName, detectorNames } from '@zhengfeng/detectors'
import type { CaseText, Detected } from './detect.ts'
import { TooManyCases } from './detection-thread.ts'
import { type DetectorContext, unitsOf } from './detector-context.ts'
import { importsSeen } from './imports-seen.ts'
import { casePages, sourcesOf } from './read-cases.ts'
import { type Recorded, recordFindings } from './record-findings.ts'

const dayMs = 86_400_000
/** How far back cases are looked at; open ones are looked at whatever their age. */
export const windowDays = 180
/** Of one source in one division; where there are more, the oldest are left out, and it is said so. */
const casesAtMost = 50_000

interface Looked {
  readonly found: Detected['findings']
  readonly notApplicable: Map<DetectorName, readonly string[]>
  readonly cases: Set<string>
  leftOut: number
}

/** Runs all detectors over the cases of a division that are open or moved within the window, and writes down what they say. */
export async function runDivision(context: DetectorContext, division: string, signal: AbortSignal): Promise<Recorded> {
  const { platform } = context
  const { db } = platform
  const from = platform.now() - windowDays * dayMs
  const seq = await lastSeq(context, division)
  const imports = (await importsSeen(db)).get(division)
  const sources = await sourcesOf(db, division, from)
  const units = await unitsOf(
    context,
    sources.map(({ sourceId }) => sourceId),
    division,
  )
  const looked: Looked & { found: Detected['findings'] } = {
    found: [],
    notApplicable: new Map(),
    cases: new Set(),
    leftOut: 0,
  }
  for (const { sourceId, cases } of sources) {
    const unit = units.unit(sourceId)
    if (!unit || signal.aborted) continue
    const seen = await lookAtMost(context, { unit, division, sourceId, from, cases })
    looked.found = [...looked.found, ...seen.detected.findings]
    looked.leftOut += seen.leftOut
    for (const caseNo of seen.caseNos) looked.cases.add(caseNo)
    for (const [detector, missing] of Object.entries(seen.detected.notApplicable)) {
      looked.notApplicable.set(detector as DetectorName, missing)
    }
  }
  if (signal.aborted) return { added: 0, again: 0, lapsed: 0 }
  // Where a detector could not look, its silence says nothing.
  const ran = detectorNames.filter((name) => !looked.notApplicable.has(name))
  const recorded = await recordFindings(platform, {
    division,
    found: looked.found,
    ran,
    cases: looked.cases,
    whole: true,
  })
  await tellRun(context, division, { seq, from, looked, imports, version: units.version })
  return recorded
}

interface Look {
  readonly unit: Parameters<DetectorContext['detect']>[0]
  readonly division: string
  readonly sourceId: string
  readonly from: number
  readonly cases: number
}

/** Looks at as many cases as fit into memory. */
async function lookAtMost(
  { platform, detect }: DetectorContext,
  { unit, cases, ...where }: Look,
): Promise<{ detected: Detected; caseNos: string[]; leftOut: number }> {
  for (let atMost = casesAtMost; ; atMost = Math.floor(atMost / 2)) {
    const caseNos: string[] = []
    try {
      const detected = await detect(unit, noting(casePages(platform.db, { ...where, atMost }), caseNos))
      return { detected, caseNos, leftOut: Math.max(0, cases - caseNos.length) }
    } catch (error) {
      if (!(error instanceof TooManyCases) || atMost < 1000) throw error
      platform.log.warn(
        { division: where.division, cases: caseNos.length },
        'too many cases for the detectors at once; looking at half as many',
      )
    }
  }
}

async function* noting(
  pages: AsyncIterable<readonly CaseText[]>,
  caseNos: string[],
): AsyncGenerator<readonly CaseText[]> {
  for await (const cases of pages) {
    for (const { caseNo } of cases) caseNos.push(caseNo)
    yield cases
  }
}

async function lastSeq({ platform: { db } }: DetectorContext, division: string): Promise<number> {
  const [row] = await db.query<{ last_seq: number }>('select last_seq from division_sequence where division = $1', [
    division,
  ])
  return row?.last_seq ?? 0
}

interface RunTold {
  readonly seq: number
  readonly from: number
  readonly looked: Looked
  readonly imports: string | undefined
  readonly version: number
}

async function tellRun(
  { platform: { db }, clock }: DetectorContext,
  division: string,
  { seq, from, looked, imports, version }: RunTold,
): Promise<void> {
  await db.query(
    `insert into detector_position (
       division, ran_at, ran_from, ran_seq, ran_cases, left_out, not_applicable, thresholds_version, imports
     )
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (division) do update
     set ran_at = excluded.ran_at,
       ran_from = excluded.ran_from,
       ran_seq = excluded.ran_seq,
       ran_cases = excluded.ran_cases,
       left_out = excluded.left_out,
       not_applicable = excluded.not_applicable,
       thresholds_version = excluded.thresholds_version,
       imports = excluded.imports`,
    [
      division,
      new Date(clock()),
      new Date(from),
      seq,
      looked.cases.size,
      looked.leftOut,
      Object.fromEntries(looked.notApplicable),
      version,
      imports ?? null,
    ],
  )
}
