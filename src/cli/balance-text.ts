import { dateOfDay } from '../core/civil-date.ts'
import type {
  ArmDifference,
  ArmValue,
  BalanceQuantity,
  CovariateBalance,
  RatioFinding,
  SampleRatio,
} from '../design/index.ts'
import type { Protocol } from '../model/protocol.ts'
import type { BalanceOutcome } from '../pipeline/balance-run.ts'
import { count, decimalText, penceAsPounds, proportion, pValue, textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'
import { noticeLines } from './summaries.ts'

const threeDecimals = 3

/** How alike the arms are, for people. */
export function balanceText(protocol: Protocol, outcome: BalanceOutcome): string {
  const titles = new Map(protocol.arms.map(({ id, title }) => [id, title]))
  const title = (arm: string): string => titles.get(arm) ?? arm
  return [
    ...noticeLines(outcome.notice),
    covariateTable(protocol, outcome, title).trimEnd(),
    '',
    'Mean (standard deviation), or share; then standardised differences: the difference over the pooled standard deviation of the two arms, √((s₁² + s₂²) / 2).',
    ...largestLines(protocol, outcome, title),
    ...weightingLines(outcome),
    ...outcome.notCompared.map(({ field, why }) => `${labelOf(protocol, field)} is not compared. ${why}`),
    '',
    ...omnibusLines(outcome),
    '',
    ...ratioLines(outcome, title),
  ].join('\n')
}

/** Whether the record holds counts that no draw gives. */
export function holdsRecordError({ sampleRatios: { strata, batches } }: BalanceOutcome): boolean {
  return [...strata, ...(batches?.ratios ?? [])].some(
    ({ finding }) => finding.kind === 'fixed' && finding.differences.length > 0,
  )
}

type Title = (arm: string) => string

function covariateTable(protocol: Protocol, { covariates, arms }: BalanceOutcome, title: Title): string {
  const contrasts = covariates[0]?.views[0]?.contrasts ?? []
  return textTable(
    [
      { title: 'At baseline', align: 'left', wrap: true },
      ...arms.map(({ arm }) => ({ title: title(arm), align: 'right' as const })),
      ...contrasts.map(({ arm, against }) => ({ title: `${title(arm)} − ${title(against)}`, align: 'right' as const })),
    ],
    [
      ['Cases', ...arms.map(({ cases }) => count(cases)), ...contrasts.map(() => '')],
      ...covariates.map(covariate => [
        covariateTitle(protocol, covariate),
        ...(covariate.views[0]?.arms ?? []).map(value => valueText(value, covariate.unit)),
        ...(covariate.views[0]?.contrasts ?? []).map(each => quantityText(each.standardisedDifference)),
      ]),
    ],
    outputWidth(),
  )
}

const labelOf = ({ caseload }: Protocol, field: string): string =>
  caseload.fields.find(({ id }) => id === field)?.title ?? field

function covariateTitle(protocol: Protocol, { field, of, level }: Pick<CovariateBalance, 'field' | 'of' | 'level'>) {
  const label = labelOf(protocol, field)
  if (of === 'missing') return `${label}: missing`
  return of === 'level' && level !== 'true' ? `${label}: ${level}` : label
}

function valueText({ mean, sd }: ArmValue, unit: CovariateBalance['unit']): string {
  if (mean === null) return 'none'
  switch (unit) {
    case 'share':
      return proportion(mean, 1)
    case 'pence':
      return withSpread(penceAsPounds(mean), sd === null ? null : penceAsPounds(sd))
    case 'days':
      return withSpread(dateOfDay(Math.round(mean)), sd === null ? null : `${decimalText(sd, 0)} days`)
    case 'number':
      return withSpread(decimalText(mean, 2), sd === null ? null : decimalText(sd, 2))
  }
}

const withSpread = (mean: string, sd: string | null): string => (sd === null ? mean : `${mean} (${sd})`)

const quantityText = (quantity: BalanceQuantity): string =>
  quantity.status === 'computed' ? decimalText(quantity.value, threeDecimals) : 'undefined'

interface Found {
  covariate: CovariateBalance
  contrast: ArmDifference
  value: number
}

/** The largest standardised difference, the range of variance ratios, and what is undefined. */
function largestLines(protocol: Protocol, { covariates }: BalanceOutcome, title: Title): string[] {
  const found = (pick: (each: ArmDifference) => BalanceQuantity | null): Found[] =>
    covariates.flatMap(covariate =>
      (covariate.views[0]?.contrasts ?? []).flatMap(contrast => {
        const quantity = pick(contrast)
        return quantity?.status === 'computed' ? [{ covariate, contrast, value: quantity.value }] : []
      }),
    )
  const [largest] = found(each => each.standardisedDifference).sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const ratios = found(each => each.varianceRatio).map(({ value }) => value)
  const lines: string[] = []
  if (largest !== undefined) {
    const { covariate, contrast, value } = largest
    lines.push(
      `The largest is ${decimalText(value, threeDecimals)} (${covariateTitle(protocol, covariate)}, ${title(contrast.arm)} minus ${title(contrast.against)}).`,
    )
  }
  if (ratios.length > 0) {
    lines.push(
      `Ratios of variances lie between ${decimalText(Math.min(...ratios), 2)} and ${decimalText(Math.max(...ratios), 2)}.`,
    )
  }
  return lines
}

function weightingLines({ weighting, covariates }: BalanceOutcome): string[] {
  if (weighting === 'none') return []
  const moved = covariates.flatMap(({ views }) =>
    (views[0]?.contrasts ?? []).flatMap(({ standardisedDifference: weighted }, at) => {
      const plain = views[1]?.contrasts[at]?.standardisedDifference
      const both = weighted.status === 'computed' && plain?.status === 'computed'
      return both ? [Math.abs(weighted.value - plain.value)] : []
    }),
  )
  const most =
    moved.length === 0
      ? []
      : [`Without weights no standardised difference moves by more than ${upTo(Math.max(...moved))}.`]
  return [
    'Cases of one arm had different chances of it, so they are weighted by the inverse of the recorded probability.',
    ...most,
  ]
}

const upTo = (value: number): string => decimalText(Math.max(0.001, Math.ceil(value * 1000) / 1000), threeDecimals)

function omnibusLines({ omnibus }: BalanceOutcome): string[] {
  if (omnibus.status === 'undefined') return [`All fields together: no test. ${omnibus.detail}`]
  const { statistic, columns, dropped, pValue: p, monteCarlo, approximation } = omnibus.result
  const left = dropped.map(({ column, because }) =>
    because === 'constant_within_strata'
      ? `${column} does not vary within strata and is left out.`
      : `${column} is determined by the others and is left out.`,
  )
  return [
    `All fields together: X = ${decimalText(statistic, 2)} over ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}; P ${pValue(p)} by drawing the allocation again ${count(monteCarlo.draws)} times (standard error ${decimalText(monteCarlo.standardError, threeDecimals)}).`,
    `The chi-squared approximation, ${approximation.degreesOfFreedom} d.f., gives P ${pValue(approximation.pValue)}.`,
    ...left,
  ]
}

function ratioLines({ sampleRatios: { strata, batches } }: BalanceOutcome, title: Title): string[] {
  const differing = strata.flatMap(({ group, finding }) =>
    finding.kind === 'fixed'
      ? finding.differences.map(
          ({ arm, observed, expected }) =>
            `Error of the record: stratum ${group} has ${count(observed)} cases in ${title(arm)}, where every draw gives ${count(expected)}.`,
        )
      : [],
  )
  const isFixed = strata.every(({ finding }) => finding.kind === 'fixed')
  const inStrata = isFixed
    ? differing.length > 0
      ? differing
      : ['Cases of each arm: fixed by the design in every stratum, and as the design fixes them.']
    : [
        'Cases of each arm, with those that the mechanism expects where it says:',
        ratioTable('Stratum', strata, title),
        ...reasons(strata),
      ]
  if (batches === null) return inStrata
  return [...inStrata, '', `Cases of each arm by ${batches.field}, with those expected:`, ...batchLines(batches, title)]
}

const mostShown = 12

function batchLines({ field, ratios }: { field: string; ratios: readonly SampleRatio[] }, title: Title): string[] {
  const pOf = ({ finding }: SampleRatio): number => (finding.kind === 'tested' ? finding.pValue : 1)
  const shown = ratios.length <= mostShown ? ratios : [...ratios].sort((a, b) => pOf(a) - pOf(b)).slice(0, mostShown)
  const hidden = ratios.length - shown.length
  const tested = ratios.filter(({ finding }) => finding.kind === 'tested')
  const least = Math.min(1, tested.length * Math.min(...tested.map(pOf)))
  return [
    ratioTable(field, shown, title),
    ...(hidden > 0 ? [`… and ${count(hidden)} more in 04-balance.json.`] : []),
    ...(tested.length > 1
      ? [`The smallest P, adjusted for ${count(tested.length)} batches (Bonferroni): P ${pValue(least)}.`]
      : []),
    ...reasons(ratios),
  ]
}

function reasons(ratios: readonly SampleRatio[]): string[] {
  const why = ratios.flatMap(({ finding }) => (finding.kind === 'not_tested' ? [finding.detail] : []))
  return [...new Set(why)].map(detail => `No P: ${detail}`)
}

function ratioTable(name: string, ratios: readonly SampleRatio[], title: Title): string {
  const arms = ratios[0]?.arms ?? []
  return textTable(
    [
      { title: name, align: 'left' },
      ...arms.map(({ arm }) => ({ title: title(arm), align: 'right' as const })),
      { title: 'P', align: 'right' },
    ],
    ratios.map(({ group, arms: counts, finding }) => [
      group,
      ...counts.map(({ observed, expected }) => `${count(observed)} (${decimalText(expected, 1)})`),
      findingText(finding),
    ]),
    outputWidth(),
  ).trimEnd()
}

function findingText(finding: RatioFinding): string {
  if (finding.kind === 'not_tested') return ''
  if (finding.kind === 'fixed') return finding.differences.length === 0 ? 'fixed' : 'error of the record'
  return `${pValue(finding.pValue).replace('= ', '')} ${finding.by}`
}
