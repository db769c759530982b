import { sampleColumns } from '../../model/case.ts'

/** Columns of the caseload of the template. */
export const caseColumn = 'case_id'
export const arrearsField = 'arrears'
export const lastPaymentField = 'last_payment'

/** Names that a field of linked cases cannot have. */
export const ownFields: readonly string[] = [...new Set([caseColumn, arrearsField, lastPaymentField, ...sampleColumns])]

/** Shares of linked cases that come alone, in twos and in threes. */
export const linkedSizes: readonly number[] = [0.85, 0.12, 0.03]

/** Standard deviation of the logarithm of what payers pay. */
export const spreadOfAmounts = 1
