import type { EvidenceCase, FindingAct, FindingView } from '@zhengfeng/contract'
import { createTranslator, type Language } from '@zhengfeng/locales'
import type { z } from 'zod'
import type { Access } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import { instantOf } from '../jobs/instant.ts'
import type { Platform } from '../platform.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { readActs } from './append-acts.ts'
import { detectorQuality } from './detector-quality.ts'
import { evidenceOf } from './evidence.ts'
import { visible } from './finding-filter.ts'
import { type FindingRow, findingColumns, findingSummary } from './finding-row.ts'
import { type Act, foldFinding } from './fold-finding.ts'
import { undoableAct } from './undo.ts'

export interface FindingKey {
  readonly division: string
  readonly id: string
}

/** @throws ProblemError `notFound` also where the caller may not see it */
export async function visibleFinding(
  db: Queryable,
  { division, id }: FindingKey,
  { access, lock = false }: { access: Access; lock?: boolean },
): Promise<FindingRow> {
  const where = conditionsOf(division, id)
  visible(where, access)
  const [row] = await db.query<FindingRow>(
    `select ${findingColumns}
     from finding f
     join division d on d.code = f.division
     where f.division = $1
       and f.id = $2
       and ${where.text()}
     ${lock ? 'for update of f' : ''}`,
    where.parameters,
  )
  if (!row) throw new ProblemError('notFound')
  return row
}

/** A finding with all that a person needs to judge it. */
export async function readFinding(
  platform: Platform,
  key: FindingKey,
  { access, language }: { access: Access; language: Language },
): Promise<FindingView> {
  const { db } = platform
  const row = await visibleFinding(db, key, { access })
  const translator = createTranslator(language)
  const acts = (await readActs(db, key.division, [key.id])).get(key.id) ?? []
  const evidence: z.infer<typeof EvidenceCase>[] = await evidenceOf(db, key.division, row.content)
  const quality = await detectorQuality(db)
  return {
    ...findingSummary(row, translator),
    evidence,
    furtherCases: [...row.content.furtherCases],
    caveats: row.content.caveats.map((caveat) => ({ key: caveat, text: translator.t(`detectors.caveats.${caveat}`) })),
    parameters: { ...row.content.parameters },
    quality: quality[row.detector],
    acts: actViews(acts),
    may: {
      judge: access.can('finding.judge', key.division),
      comment: mayComment(access, row),
      undo: undoableAct(acts, access, platform.now()) !== undefined,
    },
  }
}

/** Who may comment on a finding: whoever may do so for its division or department. */
export function mayComment(
  access: Access,
  { division, department }: Pick<FindingRow, 'division' | 'department'>,
): boolean {
  return (
    access.can('finding.comment', division) ||
    (department !== '' && access.can('finding.comment', division, department))
  )
}

function actViews(acts: readonly (Act & { readonly byName: string })[]): z.infer<typeof FindingAct>[] {
  const { undone } = foldFinding(acts)
  return acts.map(({ number, kind, at, byName, detail }) => ({
    number,
    kind,
    at: instantOf(at),
    by: byName,
    ...detail,
    undone: undone.has(number),
  }))
}
