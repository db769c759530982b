export type { AssessedCase } from './before-allocation.ts'
export { buildFlow, type FlowInputs } from './build-flow.ts'
export { requireFlow, violationText } from './check-flow.ts'
export type { FlowLoss } from './fates.ts'
