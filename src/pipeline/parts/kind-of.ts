import { TrialError } from '../../core/errors.ts'
import { readJson } from '../../storage/files.ts'

/** Whether files are parts of an analysis, by the first that says what it is; else they are taken for parts of a simulation. */
export function arePartsOfAnalysis(files: readonly string[]): boolean {
  for (const file of files) {
    const schema = schemaOf(file)
    if (schema !== undefined) return schema === 'equipoise/analysis-part/1'
  }
  return false
}

function schemaOf(file: string): unknown {
  try {
    return (readJson(file) as { schema?: unknown } | null)?.schema
  } catch (error) {
    if (error instanceof TrialError) return undefined
    throw error
  }
}
