import { flowOfCases } from './flow-of-cases.ts'
import type { FindingsIndicator, IndexIndicator, Indicator } from './indicator.ts'
import { timeliness } from './timeliness.ts'
import { voices } from './voices.ts'

const findings: FindingsIndicator = {
  id: 'findingsPerThousand',
  grain: 'findings',
  unit: 'perThousand',
  direction: 'lower',
  headline: true,
  source: 'finding',
  minimumSample: 100,
}

function index(id: string, dimension: IndexIndicator['dimension']): IndexIndicator {
  return {
    id,
    grain: 'index',
    unit: 'score',
    direction: 'higher',
    rankable: dimension === 'all',
    headline: dimension === 'all',
    dimension,
    source: 'threeDimensions',
    minimumSample: 30,
  }
}

/** Every indicator of the platform, in the order in which they are listed. Texts: `indicators.<id>.name` and `.definition`. */
export const indicators: readonly Indicator[] = [
  ...flowOfCases,
  ...timeliness,
  ...voices,
  findings,
  index('threeDimensionIndex', 'all'),
  index('satisfactionIndex', 'satisfaction'),
  index('efficiencyIndex', 'efficiency'),
  index('integrityIndex', 'integrity'),
]

const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))

/**
 * An indicator of the catalogue.
 *
 * @returns `undefined` where there is none of that id
 * @example
 * findIndicator('overdueRate').numerator // → { overdue: 1, openOverdue: 1 }
 */
export function findIndicator(id: string): Indicator | undefined {
  return byId.get(id)
}

/**
 * Findings of one kind per 1,000 closed cases.
 *
 * @param kind name of a detector
 * @example
 * findingsIndicator('queue-jumping').kind // → 'queue-jumping'
 */
export function findingsIndicator(kind: string): FindingsIndicator {
  return { ...findings, headline: false, kind }
}
