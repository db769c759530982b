import type { Results } from '../../report/index.ts'
import type { DisclosureRules } from '../disclosure/rules.ts'
import type { Findings } from '../findings.ts'

/** Findings with every number that a document on them may name. */
export interface Reported extends Findings {
  results: Results
  /** By what rules some may be held back; absent of a printed page, which is public. */
  disclosure?: DisclosureRules | undefined
}
