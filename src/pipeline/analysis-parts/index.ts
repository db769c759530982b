export { type AnalysedPart, analysePart } from './analyse-part.ts'
export { mergeAnalysis } from './merge-analysis.ts'
