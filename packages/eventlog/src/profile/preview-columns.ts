import type { PreviewColumn } from '../reading-report.ts'
import { isDateLike } from './date-like.ts'
import { type ColumnRole, columnNames } from './vocabulary.ts'

/** 1 for the best name of a role, less for each weaker one, 0 for none. */
export function nameScore(role: ColumnRole, name: string, scope: PreviewColumn['scope']): number {
  const plain = plainName(role === 'case' ? name : name.replace(/^case:/, ''))
  const names =
    role === 'case' && scope === 'case' ? [/^(caseconceptname|conceptname)$/, ...columnNames.case] : columnNames[role]
  const place = names.findIndex((pattern) => pattern.test(plain))
  return place < 0 ? 0 : 1 / (place + 1)
}

/** A name without case, blanks and signs, as the vocabulary has it. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s_\-:.]/g, '')
}

/** Share of dates that makes a column one of dates: nearly all, or half of them where its name says so too. */
const likelyByContent = 0.9
export const likelyByName = 0.5

/** Whether a column holds dates. */
export function isInstant(column: PreviewColumn, share = likelyByContent): boolean {
  if (column.declared) return column.declared === 'instant'
  const texts = column.texts.filter((text) => text !== '')
  return texts.length > 0 && texts.filter(isDateLike).length >= texts.length * share
}

/** Every text of a column but the empty one, in order of appearance. */
export function distinctTexts(column: PreviewColumn): readonly string[] {
  return Array.from(new Set(column.texts)).filter((text) => text !== '')
}

/** The name that a case attribute has in the log. */
export function caseName(column: PreviewColumn): string {
  return column.name.replace(/^case:/, '')
}
