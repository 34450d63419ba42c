export { designEffectsOf, type PeriodSums } from './design-effect.ts'
export type { RankReason } from './rank-reasons.ts'
export {
  type RankedUnit,
  type RankingOptions,
  type RankingUnit,
  rankUnits,
  type StratumSums,
  type UnitRanking,
} from './rank-units.ts'
