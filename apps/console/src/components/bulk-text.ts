import type { Formatter } from '../text/format.ts'

/** At most so many are acted on in one call. */
export const bulkAtMost = 200

interface Result {
  readonly problem?: string | undefined
}

/** Says how many of several acts were done, and why the others were not. */
export function bulkText({ t, list }: Formatter, results: readonly Result[]): string {
  const problems = results.flatMap(({ problem }) => problem ?? [])
  const done = t('work.bulk.done', { count: results.length - problems.length })
  if (problems.length === 0) return done
  const reasons = list(Array.from(new Set(problems), (problem) => t(`work.bulk.problems.${problem}`)))
  return `${done} ${t('work.bulk.refused', { count: problems.length, reasons })}`
}
