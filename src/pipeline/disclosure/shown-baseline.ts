import type { BalanceQuantity, BalanceView, CovariateBalance } from '../../design/index.ts'
import { roundShare } from './rounding.ts'
import type { DisclosureRules } from './rules.ts'
import { heldBecause } from './shown-analyses.ts'
import { heldParts, isSmall } from './small-counts.ts'

/** The arms at baseline without shares that would tell of few cases; shares as exactly as the base allows. */
export function shownBaseline(
  covariates: readonly CovariateBalance[],
  rules: DisclosureRules,
): readonly CovariateBalance[] {
  if (rules.exemption !== null) return covariates
  const held = heldCells(covariates, rules.leastCases)
  return covariates.map(covariate => ({
    ...covariate,
    views: covariate.views.map(view => shownView(covariate, view, rules, arm => held.has(cellOf(covariate, arm)))),
  }))
}

const cellOf = ({ term }: Pick<CovariateBalance, 'term'>, arm: string): string => `${term}\n${arm}`

/** The levels of a field in an arm, and its missing values, are the parts of the arm. */
function heldCells(covariates: readonly CovariateBalance[], leastCases: number): ReadonlySet<string> {
  const held = new Set<string>()
  for (const field of new Set(covariates.map(covariate => covariate.field))) {
    const own = covariates.filter(covariate => covariate.field === field)
    const shares = own.filter(({ unit }) => unit === 'share')
    for (const { arm } of own[0]?.views[0]?.arms ?? []) {
      const cases = Math.max(...own.map(covariate => plainArm(covariate, arm)?.n ?? 0))
      const counts = shares.map(covariate => countOf(covariate, arm))
      const rest = cases - counts.reduce((sum, count) => sum + count, 0)
      const parts = heldParts([...counts, rest], leastCases)
      for (const [at, share] of shares.entries()) {
        if (parts.has(at) || isSmall(cases, leastCases)) held.add(cellOf(share, arm))
      }
      for (const value of own.filter(({ unit }) => unit !== 'share')) {
        if (isSmall(plainArm(value, arm)?.n ?? 0, leastCases)) held.add(cellOf(value, arm))
      }
    }
  }
  return held
}

/** An arm with every case counting the same, in the last view. */
const plainArm = ({ views }: CovariateBalance, arm: string) => views.at(-1)?.arms.find(each => each.arm === arm)

function countOf(covariate: CovariateBalance, arm: string): number {
  const { n = 0, mean = null } = plainArm(covariate, arm) ?? {}
  return Math.round(n * (mean ?? 0))
}

function shownView(
  { unit }: CovariateBalance,
  view: BalanceView,
  { roundTo, leastCases }: DisclosureRules,
  isHeld: (arm: string) => boolean,
): BalanceView {
  const base = unit === 'share' ? roundTo : null
  const why: BalanceQuantity = heldBecause(leastCases)
  return {
    ...view,
    arms: view.arms.map(own => {
      if (isHeld(own.arm)) return { ...own, mean: null, sd: null }
      return base === null || own.mean === null ? own : { ...own, mean: roundShare(own.mean, own.n, base), sd: null }
    }),
    contrasts: view.contrasts.map(pair =>
      isHeld(pair.arm) || isHeld(pair.against)
        ? { ...pair, difference: why, standardisedDifference: why, varianceRatio: null }
        : pair,
    ),
  }
}
