export { amountSigns } from './amount-signs.ts'
export { collapseStrata } from './collapse-strata.ts'
export { type AnalysisColumn, type AnalysisRow, type ColumnHead, type ColumnKind, kindsFor, kindsOf } from './column.ts'
export { type CountsTable, countsOfTable } from './counts-of-table.ts'
export {
  type DerivedKind,
  derive,
  deriveCounts,
  deriveMoments,
  deriveRanks,
  type RankTable,
  rankTable,
} from './derive.ts'
export { frequenciesFromArrays, ranksFromArrays } from './engines/arrays.ts'
export { findSummary, summarise, summariseAll } from './engines/memory.ts'
export type { ArrayColumn } from './engines/sorted-column.ts'
export { type MergeableKind, merge } from './merge.ts'
export { poolArms } from './pool-arms.ts'
export { readSummaries } from './read-summaries.ts'
export { type Requirement, unionOfRequirements } from './requirement.ts'
export { restrictToLevel } from './restrict-to-level.ts'
export { TieTerm } from './tie-term.ts'
export { casesOf, typeKey } from './unit-order.ts'
