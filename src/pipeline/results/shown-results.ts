import { heldNumber, type NamedNumber, resultsOf } from '../../report/index.ts'
import type { Disclosure } from '../disclosure/disclosure.ts'
import { baseOf, type DisclosureRules } from '../disclosure/rules.ts'
import { shownBaseline } from '../disclosure/shown-baseline.ts'
import { shownFlowNumbers } from '../disclosure/shown-flow.ts'
import type { Findings } from '../findings.ts'
import { type Flow, flowNumbers } from './flow-numbers.ts'
import { type AlsoReported, reported } from './reported.ts'
import type { Reported } from './reported-findings.ts'

/** What a report of a run says beside its findings. */
export interface RunNumbers extends Omit<AlsoReported, 'flow'> {
  manifests: Flow
}

/** Id of a number of the disclosure control. */
export const disclosureId = (of: 'least_cases' | 'base' | 'held_back'): string => `disclosure.${of}`

/** The findings that may be shown. What of all of them may not be has its id all the same, so that a text that names it says so. */
export function shownResults(
  { all, shown }: { all: Findings; shown: Findings },
  { manifests, ...also }: RunNumbers,
  disclosure: Disclosure,
): Reported {
  const { arms } = all.protocol
  const baseline = shownBaseline(also.baseline ?? [], disclosure)
  const known = reported(shown, { ...also, baseline, flow: shownFlowNumbers(manifests, arms, disclosure) })
  const everything = reported(all, { ...also, charts: [], flow: flowNumbers(manifests, arms) })
  const hidden = everything.results.all.filter(({ id }) => known.results.find(id) === undefined)
  // The level of an interval tells nothing of its limits.
  const [levels, held] = [hidden.filter(isLevel), hidden.filter(number => !isLevel(number)).map(heldNumber)]
  const results = resultsOf([...known.results.all, ...levels, ...held, ...ruleNumbers(disclosure, held.length)])
  return { ...known, disclosure, results }
}

const isLevel = ({ unit }: NamedNumber): boolean => unit === 'level'

function ruleNumbers(rules: DisclosureRules, held: number): NamedNumber[] {
  const base = baseOf(rules)
  return [
    { id: disclosureId('least_cases'), value: rules.leastCases, unit: 'count' },
    { id: disclosureId('held_back'), value: held, unit: 'count' },
    ...(base === null ? [] : [{ id: disclosureId('base'), value: base, unit: 'count' as const }]),
  ]
}
