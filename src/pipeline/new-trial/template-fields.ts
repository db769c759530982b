import { sampleColumns } from '../../model/case.ts'

/** Columns of the caseload of the template. */
export const caseColumn = 'case_id'
export const arrearsField = 'arrears'
export const lastPaymentField = 'last_payment'

/** Names that a field of linked cases cannot have. */
export const ownFields: readonly string[] = [...new Set([caseColumn, arrearsField, lastPaymentField, ...sampleColumns])]
