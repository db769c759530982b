import type { ContrastEstimate } from '../../model/method.ts'
import { type Block, isShown, type PlainContrast, plainContrast } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { armTitle, type Findings } from '../findings.ts'
import { adjustedOf } from './adjusted-p.ts'
import { armFormat, armsOf } from './arms.ts'
import { contrastsOf } from './contrasts.ts'
import { leadBlock } from './lead.ts'
import { setWords } from './method-name.ts'

/** A contrast in plain words, with the title of what was measured. */
interface NamedContrast extends PlainContrast {
  outcome: string
}

/** The analyses that answer the trial's questions: as planned, of differences between arms. */
export const primaryResults = ({ analyses }: Findings): AnalysisResult[] =>
  analyses.filter(result => result.role === 'primary' && contrastsOf(result)?.measure === 'difference')

/** What an outcome came to in each arm, and how arms compare. */
export function foundBlocks(findings: Findings, result: AnalysisResult): Block[] {
  const contrasts = plainContrasts(findings, result)
  if (contrasts.length === 0) return []
  return [
    leadBlock(`What was found: ${outcomeTitle(findings, result)}.`, levelsText(findings, result)),
    { kind: 'list', ordered: false, items: contrasts.map(plainContrast) },
  ]
}

/** What each arm had: the first analysis of the plan that says so. */
function levelsText(findings: Findings, { outcome, set }: AnalysisResult): string {
  const found = findings.analyses.find(
    result => result.outcome === outcome && result.set?.id === set?.id && armsOf(result) !== undefined,
  )
  const estimates = found === undefined ? [] : (armsOf(found)?.estimates ?? [])
  const { format, title } = armFormat(findings, outcome)
  const parts = estimates.map(({ arm, estimate }) => `${format(estimate)} in ${armTitle(findings, arm)}`)
  return parts.length === 0
    ? ''
    : `${title === 'Mean' ? 'On average' : 'Of all cases'}${setWords({ set })} ${parts.join(', ')}.`
}

/** The computed contrasts of a result, as the plan judges them. */
export function plainContrasts(findings: Findings, result: AnalysisResult): NamedContrast[] {
  return (contrastsOf(result)?.contrasts ?? []).flatMap(({ computation }) =>
    computation.status === 'computed' ? [asPlain(findings, result, computation.result)] : [],
  )
}

function asPlain(findings: Findings, result: AnalysisResult, contrast: ContrastEstimate): NamedContrast {
  const { id, arm, against, estimate, simultaneous } = contrast
  const { interval, pValue } = simultaneous ?? contrast
  const adjusted = simultaneous ?? adjustedOf(result, id)
  return {
    outcome: outcomeTitle(findings, result),
    arm: armTitle(findings, arm),
    against: armTitle(findings, against),
    estimate,
    lower: interval.lower,
    upper: interval.upper,
    unit: armFormat(findings, result.outcome).title === 'Mean' ? 'money' : 'share',
    pValue: adjusted?.pValue ?? pValue,
    comparisons: adjusted?.comparisons ?? 1,
    alpha: findings.plan.alpha,
  }
}

const outcomeTitle = ({ protocol }: Findings, { outcome, set }: AnalysisResult): string =>
  `${protocol.outcomes.find(({ id }) => id === outcome)?.title ?? outcome}${setWords({ set })}`

/** How many contrasts show a difference, and which. */
export function shownText(contrasts: readonly NamedContrast[]): string[] {
  if (contrasts.length === 0) return []
  const shown = contrasts.filter(isShown)
  const of = contrasts.length === 1 ? 'The one comparison' : `the ${contrasts.length} comparisons`
  if (shown.length === 0)
    return [contrasts.length === 1 ? `${of} shows no difference.` : `None of ${of} shows a difference.`]
  const named = shown.map(({ arm, against, outcome }) => `${arm} against ${against} (${outcome})`).join('; ')
  return [`${shown.length} of ${of} ${shown.length === 1 ? 'shows' : 'show'} a difference: ${named}.`]
}
