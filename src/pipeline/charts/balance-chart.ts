import { type Chart, lovePlot, type Theme } from '../../charts/index.ts'
import { type CovariateBalance, prepareBalance } from '../../design/index.ts'
import { controlArm, type Protocol } from '../../model/protocol.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { shownBaseline } from '../disclosure/shown-baseline.ts'
import { type ChartSources, comparisonTitle, type NotDrawn, needsRun, notDrawn, wordsOf } from './sources.ts'

/** A rule of thumb for what is worth a look: Austin (2009), Statistics in Medicine 28, 3083-3107. */
const threshold = 0.1

/** Above this many arms only comparisons with control are shown. */
const fewArms = 3

/** Standardised differences of every baseline field between the arms, as `balance` computes them. */
export function balanceChart({ findings, run }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  if (run === undefined) return needsRun
  const { inputs, protocol, disclosure } = run
  const { covariates: all } = prepareBalance(inputs.sample, inputs.allocation, protocol, { seed: '' })
  const covariates = shownBaseline(all, disclosure).filter(hasDifference)
  if (covariates.length === 0) return notDrawn('The protocol declares no baseline field that has a mean or levels.')
  const pairs = (covariates[0]?.views[0]?.contrasts ?? []).filter(
    ({ against }) => protocol.arms.length <= fewArms || against === controlArm(protocol),
  )
  return lovePlot.draw(
    {
      ...wordsOf(findings, chart),
      comparisons: pairs.map(pair => ({ id: idOf(pair), title: comparisonTitle(findings, pair) })),
      covariates: covariates.map(covariate => ({
        id: covariate.term,
        title: titleOf(covariate, protocol),
        differences: differencesOf(covariate),
      })),
      threshold,
    },
    theme,
  )
}

/** One that is held back in every comparison would be an empty row. */
const hasDifference = (covariate: CovariateBalance): boolean =>
  (covariate.views[0]?.contrasts ?? []).some(
    ({ standardisedDifference: found }) => found.status === 'computed' || found.reason !== 'held_back',
  )

const idOf = ({ arm, against }: { arm: string; against: string }): string => `${arm}-${against}`

function differencesOf({ views }: CovariateBalance): Record<string, number | null> {
  return Object.fromEntries(
    (views[0]?.contrasts ?? []).map(contrast => {
      const { standardisedDifference } = contrast
      return [idOf(contrast), standardisedDifference.status === 'computed' ? standardisedDifference.value : null]
    }),
  )
}

function titleOf({ field, of, level }: CovariateBalance, { caseload }: Protocol): string {
  const title = caseload.fields.find(({ id }) => id === field)?.title ?? field
  if (of === 'missing') return `${title}: missing`
  return level === null || level === 'true' ? title : `${title}: ${level}`
}
