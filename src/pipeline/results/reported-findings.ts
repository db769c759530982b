import type { Results } from '../../report/index.ts'
import type { Findings } from '../findings.ts'

/** Findings with every number that a document on them may name. */
export interface Reported extends Findings {
  results: Results
}
