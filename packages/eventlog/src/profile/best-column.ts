import type { PreviewColumn } from '../reading-report.ts'
import { distinctTexts, nameScore } from './preview-columns.ts'
import { milestoneStep } from './propose-case-table.ts'

/** The column with the highest score above 0; the first of equal ones. */
export function highest(
  columns: readonly PreviewColumn[],
  score: (column: PreviewColumn) => number,
): PreviewColumn | undefined {
  let best: PreviewColumn | undefined
  let bestScore = 0
  for (const column of columns) {
    const its = score(column)
    if (its > bestScore) {
      best = column
      bestScore = its
    }
  }
  return best
}

/** A number that comes once only is rather that of the event than that of the case, unless its name is much the better one. */
const onceOnly = 0.7
/** Fewer values than this share of the rows name something that many cases have in common. */
const fewestIds = 0.02
/** Columns whose name says case, whatever their values: a log may well have cases of hundreds of events. */
const saysCase = 1 / 2

/**
 * The column that names the case of an event: by its name, and by values that come several times, but are many.
 *
 * @param columns those whose content may name cases
 */
export function bestCase(columns: readonly PreviewColumn[]): PreviewColumn | undefined {
  const byName = ({ name, scope }: PreviewColumn): number => nameScore('case', name, scope)
  const score = (column: PreviewColumn): number => byName(column) * (idsPerRow(column) === 1 ? onceOnly : 1)
  const best = highest(columns, score)
  if (!best || byName(best) >= saysCase || idsPerRow(best) >= fewestIds) return best
  return (
    highest(
      columns.filter((column) => idsPerRow(column) >= fewestIds),
      score,
    ) ?? best
  )
}

function idsPerRow(column: PreviewColumn): number {
  const written = column.texts.filter((text) => text !== '').length
  return written === 0 ? 0 : distinctTexts(column).length / written
}

/** Names that say no more than “time” are weaker still where they say which step of the case they are the time of. */
const weakTime = 1 / 4

/** How well the name of a column suits the time of an event. */
export function timeScore({ name, scope }: PreviewColumn): number {
  const score = nameScore('time', name, scope)
  return score <= weakTime && milestoneStep(name) ? score / 2 : score
}

const clearlyTime = 1 / 3

/**
 * A column whose name alone says that it is the time of the event. Where its values cannot be read, the refusals will say so, which
 * helps more than to say that there is no time.
 */
export function oddTime(columns: readonly PreviewColumn[]): PreviewColumn | undefined {
  return highest(
    columns.filter(({ scope, texts }) => scope === 'event' && texts.some((text) => text !== '')),
    (column) => (timeScore(column) >= clearlyTime ? timeScore(column) : 0),
  )
}
