import type { Queryable } from '../storage/database.ts'
import type { FoundFinding } from './detect.ts'

export interface NamedFinding {
  readonly id: string
  readonly found: FoundFinding
}

/** Adds findings with the cases that prove them. Their first acts are added by the caller. */
export async function insertFindings(
  tx: Queryable,
  division: string,
  { findings, at }: { findings: readonly NamedFinding[]; at: number },
): Promise<void> {
  if (findings.length === 0) return
  const departments = await caseDepartments(tx, division, findings)
  const rows = findings.map(({ id, found }) => {
    const department =
      found.subjectKind === 'case' ? (departments.get(found.subjectName) ?? found.department) : found.department
    return { id, ...columnsOf(found), department, search: searchText(found, department) }
  })
  await tx.query(
    `insert into finding (
       division, id, identity, detector, subject_kind, subject_name, item, department, search, from_at, to_at, case_count, content,
       content_digest, found_at, state, version, changed_at
     )
     select $1, id, identity, detector, subject_kind, subject_name, item, department, search, from_at, to_at, case_count, content,
       content_digest, $3, 'suspected', 1, $3
     from jsonb_to_recordset($2::text::jsonb) as given (
       id text, identity text, detector text, subject_kind text, subject_name text, item text, department text, search text,
       from_at timestamptz, to_at timestamptz, case_count integer, content jsonb, content_digest text
     )`,
    [division, JSON.stringify(rows), new Date(at)],
  )
  await insertCases(tx, division, findings)
}

/** Brings findings that were found again to what was found now. */
export async function updateContents(
  tx: Queryable,
  division: string,
  findings: readonly NamedFinding[],
): Promise<void> {
  if (findings.length === 0) return
  await tx.query(
    `update finding f
     set from_at = g.from_at,
       to_at = g.to_at,
       case_count = g.case_count,
       content = g.content,
       content_digest = g.content_digest
     from jsonb_to_recordset($2::text::jsonb) as g (
       id text, from_at timestamptz, to_at timestamptz, case_count integer, content jsonb, content_digest text
     )
     where f.division = $1
       and f.id = g.id`,
    [division, JSON.stringify(findings.map(({ id, found }) => ({ id, ...columnsOf(found) })))],
  )
  await tx.query('delete from finding_case where division = $1 and finding_id = any($2::text[])', [
    division,
    findings.map(({ id }) => id),
  ])
  await insertCases(tx, division, findings)
}

function columnsOf(found: FoundFinding) {
  return {
    identity: found.identity,
    detector: found.detector,
    subject_kind: found.subjectKind,
    subject_name: found.subjectName,
    item: found.item,
    from_at: new Date(found.from).toISOString(),
    to_at: new Date(found.to).toISOString(),
    case_count: found.caseCount,
    content: found.content,
    content_digest: found.contentDigest,
  }
}

function searchText(found: FoundFinding, department: string): string {
  const cases = found.content.evidence.slice(0, 20).map(({ caseNo }) => caseNo)
  return [found.subjectName, found.item, department, ...cases].join('\n').toLowerCase()
}

/** The department that answers for a case, as everywhere else. */
async function caseDepartments(
  tx: Queryable,
  division: string,
  findings: readonly NamedFinding[],
): Promise<ReadonlyMap<string, string>> {
  const cases = findings.flatMap(({ found }) => (found.subjectKind === 'case' ? [found.subjectName] : []))
  if (cases.length === 0) return new Map()
  const rows = await tx.query<{ case_no: string; department: string }>(
    `select case_no, department
     from service_case
     where division = $1
       and case_no = any($2::text[])`,
    [division, cases],
  )
  return new Map(rows.map(({ case_no, department }) => [case_no, department]))
}

async function insertCases(tx: Queryable, division: string, findings: readonly NamedFinding[]): Promise<void> {
  const pairs = findings.flatMap(({ id, found: { content } }) =>
    [...new Set([...content.evidence.map(({ caseNo }) => caseNo), ...content.furtherCases])].map((caseNo) => ({
      id,
      caseNo,
    })),
  )
  await tx.query(
    `insert into finding_case (division, case_no, finding_id)
     select $1, case_no, finding_id
     from unnest($2::text[], $3::text[]) as given (case_no, finding_id)`,
    [division, pairs.map(({ caseNo }) => caseNo), pairs.map(({ id }) => id)],
  )
}
