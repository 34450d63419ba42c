import type { DetectorView } from '@zhengfeng/contract'
import { createTranslator, type Language } from '@zhengfeng/locales'
import type { z } from 'zod'
import type { Cell, ColumnKind, Table } from '../tables/table.ts'

type Detector = z.input<typeof DetectorView>

const columns = [
  ['name', 'text'],
  ['level', 'text'],
  ['measuredPrecision', 'share'],
  ['measuredRecall', 'share'],
  ['live', 'share'],
  ['suspected', 'number'],
  ['confirmed', 'number'],
  ['lastRun', 'instant'],
  ['notApplicable', 'number'],
] as const satisfies readonly (readonly [string, ColumnKind])[]

/** The detectors as a table: what their page shows, in the same order. */
export function detectorTable(
  items: readonly Detector[],
  { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): Table {
  const { t } = createTranslator(language)
  return {
    name: 'detectors',
    timeZone,
    columns: columns.map(([name, kind]) => ({ title: t(`work.detectors.${name}`), kind })),
    rows: items.map(({ name, level, quality: { measured, live }, lastRunAt, notApplicableIn }): readonly Cell[] => [
      t(`detectors.names.${name}`),
      t(`detectors.levels.${level}`),
      measured.precisionShare,
      measured.recallShare,
      live.precisionShare,
      live.suspected,
      live.confirmed,
      lastRunAt && Date.parse(lastRunAt),
      notApplicableIn,
    ]),
  }
}
