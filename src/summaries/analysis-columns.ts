import type { CaseField, Outcome } from '../model/protocol.ts'
import { artefactColumn } from '../storage/cell.ts'

/** The column of an outcome in an analysis set that is no time. */
export const outcomeColumn = (outcome: Pick<Outcome, 'id' | 'type'>): string => artefactColumn(outcome)

/** The columns of an outcome in an analysis set: of a time the day to which the case was followed, and what ended the waiting then. */
export const outcomeColumns = (outcome: Pick<Outcome, 'id' | 'type'>): readonly string[] =>
  outcome.type === 'time' ? [`${outcome.id}_days`, `${outcome.id}_end`] : [outcomeColumn(outcome)]

/** Baseline columns are marked, for an outcome may have the name of the field that it is taken from. */
export const baselineColumn = (field: Pick<CaseField, 'id' | 'type'>): string => `baseline_${artefactColumn(field)}`
