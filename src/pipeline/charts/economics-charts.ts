import { acceptabilityCurve, breakEven, type Chart, costEffectivenessPlane, type Theme } from '../../charts/index.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { normalCritical } from '../../statistics/index.ts'
import type { ArmEconomics } from '../economics.ts'
import { type ChartSources, comparisonTitle, type NotDrawn, notDrawn, wordsOf } from './sources.ts'

const pence = 100

const around = (estimate: number, standardError: number, level: number) => {
  const reach = normalCritical(level) * standardError
  return { estimate: estimate / pence, lower: (estimate - reach) / pence, upper: (estimate + reach) / pence }
}

type Findings = ChartSources['findings']

function comparisonsOf({ economics }: Findings): readonly ArmEconomics[] | NotDrawn {
  if (economics === null) return notDrawn('The plan asks for no economics, or the amounts are not at hand.')
  return economics.comparisons.length === 0
    ? notDrawn('The protocol says of no arm what it cost beside another.')
    : economics.comparisons
}

/** Additional amounts beside what would pay for them. */
export function breakEvenChart({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const found = comparisonsOf(findings)
  if ('why' in found) return found
  const level = findings.economics?.level ?? findings.plan.confidenceLevel
  const comparisons = found.flatMap(({ arm, against, additional, breakEven: needed }) => {
    if (additional.status === 'undefined' || needed.status === 'undefined') return []
    const { difference, standardError } = additional.result
    const title = comparisonTitle(findings, { arm, against })
    const amounts = around(difference, standardError, level)
    return [{ id: `${arm}-${against}`, title, ...amounts, breakEven: needed.result.needed / pence }]
  })
  if (comparisons.length === 0) return notDrawn('No arm has an additional cost that an amount could pay.')
  return breakEven.draw({ ...wordsOf(findings, chart), comparisons, level }, theme)
}

/** Additional cost against additional amount. */
export function planeChart({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const found = comparisonsOf(findings)
  if ('why' in found) return found
  const level = findings.economics?.level ?? findings.plan.confidenceLevel
  const comparisons = found.flatMap(({ arm, against, additional, additionalCost }) => {
    if (additional.status === 'undefined' || additionalCost.status === 'undefined') return []
    const { difference, standardError, cases } = additional.result
    const { total, standardError: ofCost = 0 } = additionalCost.result
    return [
      {
        id: `${arm}-${against}`,
        title: comparisonTitle(findings, { arm, against }),
        amount: around(difference, standardError, level),
        cost: around(total / cases, ofCost, level),
      },
    ]
  })
  if (comparisons.length === 0) return notDrawn('No comparison has both an additional amount and an additional cost.')
  const measure = 'Additional cost per case'
  return costEffectivenessPlane.draw({ ...wordsOf(findings, chart), comparisons, measure, level }, theme)
}

const percent = 100

/** The probability of being worth the cost, from the plan's bootstrap where it has one. */
export function acceptabilityChart({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const found = comparisonsOf(findings)
  if ('why' in found) return found
  const isDrawn = found.some(({ bootstrap }) => bootstrap?.curve.status === 'computed')
  const curves = found.flatMap(({ arm, against, acceptability, bootstrap }) => {
    const curve = isDrawn ? bootstrap?.curve : acceptability
    if (curve === undefined || curve === null || curve.status === 'undefined') return []
    const { points, asymptote } = curve.result
    return [
      {
        id: `${arm}-${against}`,
        title: comparisonTitle(findings, { arm, against }),
        points: points.map(({ willingness, probability }) => ({ willingness, probability: percent * probability })),
        asymptote: percent * asymptote,
      },
    ]
  })
  if (curves.length === 0) return notDrawn('The plan says of no range of what an additional pound may be worth.')
  const how = isDrawn ? 'By the replicates of the bootstrap' : 'By the normal distribution'
  const words = wordsOf(findings, chart)
  const measure = 'Probability of being worth the cost'
  return acceptabilityCurve.draw({ ...words, subtitle: `${words.subtitle}. ${how}.`, curves, measure }, theme)
}
