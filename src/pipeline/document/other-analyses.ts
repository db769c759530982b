import type { ContrastEstimate } from '../../model/method.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'
import { contrastsOf } from './contrasts.ts'

/**
 * The other planned analyses of the primary differences: of each, whether its intervals lie on the same sides of no difference,
 * contrast by contrast. Neither those nor the primary ones are adjusted.
 */
export function comparedAnalyses(findings: Findings, primary: readonly AnalysisResult[]): boolean[][] {
  const main = new Map(primary.flatMap(result => computedIn(result).map(each => [keyOf(result, each), sideOf(each)])))
  const others = findings.analyses.filter(
    result => !primary.includes(result) && ['secondary', 'sensitivity'].includes(result.role) && result.set === null,
  )
  return others
    .filter(result => contrastsOf(result)?.measure === 'difference')
    .map(result =>
      computedIn(result)
        .filter(each => main.has(keyOf(result, each)))
        .map(each => main.get(keyOf(result, each)) === sideOf(each)),
    )
    .filter(same => same.length > 0)
}

const computedIn = (result: AnalysisResult): ContrastEstimate[] =>
  (contrastsOf(result)?.contrasts ?? []).flatMap(({ computation }) =>
    computation.status === 'computed' ? [computation.result] : [],
  )

const keyOf = ({ outcome, level }: AnalysisResult, { id }: ContrastEstimate): string => `${outcome} ${level} ${id}`

/** On which side of no difference the whole interval lies; 0 where it holds none. */
const sideOf = ({ interval: { lower, upper } }: ContrastEstimate): -1 | 0 | 1 => (lower > 0 ? 1 : upper < 0 ? -1 : 0)
