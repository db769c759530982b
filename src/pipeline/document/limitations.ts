import type { ContrastEstimate } from '../../model/method.ts'
import { count, longDate, penceAsPounds, proportion } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { controlComparisons, type Findings } from '../findings.ts'
import { contrastsOf } from './contrasts.ts'

/** What the results leave open, in sentences: `open` where some comparison shows no difference. */
export function limitations(findings: Findings, primary: readonly AnalysisResult[], open: boolean): string[] {
  return [
    ...(open ? [`A difference that is not shown may still be there. ${detectableText(findings)}`.trim()] : []),
    ...otherAnalyses(findings, primary),
    ...notCounted(findings),
    ...amendedText(findings),
    ...chosenText(findings),
    ...(findings.basis === 'page'
      ? ['It rests on the printed figures. The cases themselves were not at hand, so what needs them is left out.']
      : []),
  ]
}

/** The least effects that one comparison could detect, at the plan's power and unadjusted alpha: the larger one where arms differ. */
function detectableText(findings: Findings): string {
  const { plan } = findings
  const control = controlComparisons(findings)
  const shares = control.flatMap(({ minimumDetectable: { share, controlShare } }) =>
    share?.status === 'computed' && controlShare !== null ? [{ share: share.result, controlShare }] : [],
  )
  const amounts = control.flatMap(({ minimumDetectable: { amount } }) =>
    amount.status === 'computed' ? [amount.result] : [],
  )
  const largest = shares.reduce<(typeof shares)[number] | undefined>(
    (most, each) => (most === undefined || each.share > most.share ? each : most),
    undefined,
  )
  const parts = [
    ...(largest === undefined
      ? []
      : [`a rise from ${proportion(largest.controlShare)} to ${proportion(largest.share)} of cases`]),
    ...(amounts.length === 0 ? [] : [`${penceAsPounds(Math.max(...amounts))} more per case`]),
  ]
  if (parts.length === 0) return ''
  const together =
    (plan.families ?? []).length === 0 ? '' : ' Where several comparisons are judged together, the chance is smaller.'
  return `For one comparison judged alone, and cases taken as independent of each other, the groups were large enough to find ${parts.join(', or ')}, with a chance of ${proportion(plan.power, 0)}; smaller effects would often be missed.${together}`
}

/** Whether the intervals of the other planned analyses lie on the same sides of no difference. Neither those nor the primary ones are adjusted. */
function otherAnalyses(findings: Findings, primary: readonly AnalysisResult[]): string[] {
  const main = new Map(primary.flatMap(result => computedIn(result).map(each => [keyOf(result, each), sideOf(each)])))
  const others = findings.analyses.filter(
    result => !primary.includes(result) && ['secondary', 'sensitivity'].includes(result.role) && result.set === null,
  )
  const compared = others
    .filter(result => contrastsOf(result)?.measure === 'difference')
    .map(result =>
      computedIn(result)
        .filter(each => main.has(keyOf(result, each)))
        .map(each => main.get(keyOf(result, each)) === sideOf(each)),
    )
    .filter(same => same.length > 0)
  if (compared.length === 0) return []
  const differing = compared.filter(same => same.includes(false)).length
  const one = compared.length === 1
  const looked = one
    ? 'One other analysis of the plan looks at the same differences by another method'
    : `${count(compared.length)} other analyses of the plan look at the same differences by other methods`
  const how = 'range by range, and not allowing for several comparisons'
  if (differing === 0) return [`${looked}; ${how}, ${one ? 'it comes' : 'all come'} to the same answer.`]
  const which = one ? 'it does' : `${count(differing)} of them ${differing === 1 ? 'does' : 'do'}`
  return [`${looked}; ${how}, ${which} not come to the same answer, as the secondary and sensitivity analyses show.`]
}

const computedIn = (result: AnalysisResult): ContrastEstimate[] =>
  (contrastsOf(result)?.contrasts ?? []).flatMap(({ computation }) =>
    computation.status === 'computed' ? [computation.result] : [],
  )

const keyOf = ({ outcome, level }: AnalysisResult, { id }: ContrastEstimate): string => `${outcome} ${level} ${id}`

/** On which side of no difference the whole interval lies; 0 where it holds none. */
const sideOf = ({ interval: { lower, upper } }: ContrastEstimate): -1 | 0 | 1 => (lower > 0 ? 1 : upper < 0 ? -1 : 0)

function notCounted({ economics, protocol }: Findings): string[] {
  const end = longDate(protocol.followUp.to)
  const others = economics?.notCounted ?? []
  return [
    others.length === 0
      ? `What happened after ${end} is not counted.`
      : `Cases were followed until ${end}. Not counted: ${others.join('; ')}.`,
  ]
}

/** Where nothing bars that the draw was chosen. */
const chosenText = ({ assurance }: Findings): string[] =>
  assurance === undefined || assurance.commitment !== null ? [] : [assurance.statement]

function amendedText({ analyses, explorations = [] }: Findings): string[] {
  const late = analyses.filter(({ amendment }) => amendment?.resultsSeen).length
  const tried = explorations.reduce((sum, each) => sum + each.analyses.length, 0)
  if (late + tried === 0) return []
  return [
    `${count(late + tried)} ${late + tried === 1 ? 'analysis was' : 'analyses were'} chosen after results had been seen. They are marked exploratory and are not in this summary.`,
  ]
}
