import type { CovariateBalance } from '../../design/index.ts'
import { controlArm } from '../../model/protocol.ts'
import { type Block, literal, type Section, type Text, text, written } from '../../report/index.ts'
import { baselineId, pairOf } from '../results/baseline-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { armName } from './arms.ts'

const reading =
  'A standardised difference is the difference of two means over their common standard deviation. Arms that are drawn at random differ by chance; no test is made of it, since it is known that chance made it.'

/** How alike the arms were before anything happened to their cases: a row for each value known at sampling. */
export function baselineSection(findings: Reported, covariates: readonly CovariateBalance[]): Section {
  const rows = covariates.filter(covariate => hasMean(findings, covariate))
  return {
    id: 'baseline',
    title: 'How alike the arms were at the start',
    blocks: rows.length === 0 ? [] : [baselineTable(findings, rows)],
  }
}

const hasMean = ({ protocol, results }: Reported, covariate: CovariateBalance): boolean =>
  protocol.arms.some(({ id }) => results.find(baselineId(covariate, id, 'mean')) !== undefined)

function baselineTable(findings: Reported, covariates: readonly CovariateBalance[]): Block {
  const { protocol, results } = findings
  const control = controlArm(protocol)
  const others = protocol.arms.filter(({ id }) => id !== control)
  const cell = (id: string): Text => {
    const number = results.find(id)
    return number === undefined ? '–' : [written(number)]
  }
  const mean = (covariate: CovariateBalance, arm: string): Text => {
    const sd = results.find(baselineId(covariate, arm, 'sd'))
    const found = cell(baselineId(covariate, arm, 'mean'))
    return sd === undefined ? found : text`${found} (${written(sd)})`
  }
  return {
    kind: 'table',
    id: 'baseline-table',
    caption: 'What was known of the cases before anything happened to them: shares, or means with standard deviations',
    columns: [
      { title: 'What', kind: 'heading' },
      ...protocol.arms.map(({ id }) => ({ title: armName(findings, id), kind: 'number' as const })),
      ...others.map(({ id }) => ({
        title: text`${armName(findings, id)} less ${armName(findings, control)}, standardised`,
        kind: 'number' as const,
      })),
    ],
    rows: covariates.map((covariate): Text[] => [
      covariateName(findings, covariate),
      ...protocol.arms.map(({ id }) => mean(covariate, id)),
      ...others.map(({ id }) => cell(baselineId(covariate, pairOf({ arm: id, against: control }), 'std.difference'))),
    ]),
    notes: [reading],
  }
}

function covariateName({ protocol }: Reported, { field, of, level }: CovariateBalance): Text {
  const title = literal(protocol.caseload.fields.find(({ id }) => id === field)?.title ?? field)
  if (of === 'missing') return text`${title}: missing`
  // The level of a yes or no is yes.
  return level === null || level === 'true' ? [title] : text`${title}: ${literal(level)}`
}
