export type { AnswerState } from './answer.ts'
export { type Checklist, type ChecklistEntry, checklistOfTrial, saidTo } from './checklist.ts'
export { entryTable, stateWords, totalsText, wantedOf } from './checklist-document.ts'
export { writeChecklist } from './write-checklist.ts'
