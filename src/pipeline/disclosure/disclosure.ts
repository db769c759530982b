import type { DisclosureRules } from './rules.ts'
import { type CountSources, runCounts } from './run-counts.ts'
import { heldStrata } from './strata.ts'
import { withheld } from './withheld.ts'

/** What may be published of a run: the rules, and the counts that they hold back. */
export interface Disclosure extends DisclosureRules {
  /** Ids of counts, as `runCounts` has them. */
  held: ReadonlySet<string>
}

/** Holds back counts by the rules; none where they exempt the run. */
export function disclosureOf(rules: DisclosureRules, sources: CountSources): Disclosure {
  if (rules.exemption !== null) return { ...rules, held: new Set() }
  const { leastCases } = rules
  return { ...rules, held: withheld(runCounts(sources), leastCases, heldStrata(sources.manifests, leastCases)) }
}
