import type { CaseField, Outcome } from '../model/protocol.ts'
import { artefactColumn } from '../storage/cell.ts'

/** The column of an outcome in an analysis set. */
export const outcomeColumn = (outcome: Pick<Outcome, 'id' | 'type'>): string => artefactColumn(outcome)

/** Baseline columns are marked, for an outcome may have the name of the field that it is taken from. */
export const baselineColumn = (field: Pick<CaseField, 'id' | 'type'>): string => `baseline_${artefactColumn(field)}`
