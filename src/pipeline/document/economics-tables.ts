import type { AcceptabilityCurve, Alternative, FiellerSet, Standing } from '../../economics/index.ts'
import type { Computation } from '../../model/method.ts'
import {
  type Block,
  levelText,
  penceAsPounds,
  pounds,
  probability,
  proportion,
  range,
  ratioSetText,
  type Table,
} from '../../report/index.ts'
import type { ArmEconomics, Economics, IntervalEconomics } from '../economics.ts'
import { armTitle, type Findings } from '../findings.ts'
import { setInPounds } from './economics-sentences.ts'

type Named = Pick<Findings, 'protocol'>

const pairTitle = (findings: Named, { arm, against }: Pick<ArmEconomics, 'arm' | 'against'>): string =>
  `${armTitle(findings, arm)} against ${armTitle(findings, against)}`

/** Arms in order of cost, and which of them another arm or a mixture of two beats on the estimates. */
export function frontierTable(findings: Findings, { frontier }: Economics): Table {
  const { pounds: ofPounds, payers } = frontier
  const paying = (arm: string) => payers?.alternatives.find(other => other.arm === arm)
  return {
    kind: 'table',
    id: 'economics-frontier',
    caption: 'Arms in order of what a case costs, on the estimates',
    columns: [
      { title: 'Arm', kind: 'heading' },
      { title: 'Cost a case', kind: 'number' },
      { title: 'Collected a case', kind: 'number' },
      { title: 'By pounds', kind: 'text' },
      ...(payers === null
        ? []
        : [
            { title: 'Payers', kind: 'number' as const },
            { title: 'By payers', kind: 'text' as const },
          ]),
    ],
    rows: ofPounds.alternatives.map(own => [
      armTitle(findings, own.arm),
      penceAsPounds(own.costPerCase),
      penceAsPounds(own.effect),
      standingText(findings, own),
      ...(payers === null ? [] : payerCells(findings, paying(own.arm))),
    ]),
    notes: [
      'Dominated: another arm brings as much for no more. Extendedly dominated: a mixture of two other arms would. Sampling error may change the order; the confidence sets say how sure each step is.',
    ],
  }
}

const payerCells = (findings: Named, own: (Alternative & Standing) | undefined): string[] =>
  own === undefined ? ['', ''] : [proportion(own.effect), standingText(findings, own)]

function standingText(findings: Named, standing: Standing): string {
  if (standing.status === 'on_frontier') return 'not dominated'
  const by = standing.by.map(arm => armTitle(findings, arm)).join(' and ')
  return standing.status === 'dominated' ? `dominated by ${by}` : `extendedly dominated by ${by}`
}

/** Acceptability curves of all comparisons at some values of a pound, and of a payer, with what they tend to. */
export function acceptabilityTables(findings: Findings, { comparisons }: Economics): Block[] {
  const ofPounds = comparisons.map(({ acceptability }) => acceptability)
  const ofPayers = comparisons.map(({ payers }) => payers?.acceptability ?? null)
  const titles = comparisons.map(comparison => pairTitle(findings, comparison))
  return [
    ...acceptabilityTable(titles, ofPounds, { unit: 'pound', format: value => pounds(value) }),
    ...acceptabilityTable(titles, ofPayers, { unit: 'payer', format: value => penceAsPounds(value, 0) }),
  ]
}

/** Every so many of the points of a curve have a row. */
const rowEvery = 4

function acceptabilityTable(
  titles: readonly string[],
  curves: readonly (Computation<AcceptabilityCurve> | null)[],
  { unit, format }: { unit: string; format: (value: number) => string },
): Table[] {
  const first = curves.find(curve => curve?.status === 'computed')
  if (first?.status !== 'computed') return []
  const cell = (curve: Computation<AcceptabilityCurve> | null, text: (curve: AcceptabilityCurve) => string): string =>
    curve?.status === 'computed' ? text(curve.result) : 'not computable'
  const rows = first.result.points.flatMap(({ willingness }, index) => {
    if (index % rowEvery !== 0) return []
    return [[format(willingness), ...curves.map(curve => cell(curve, ({ points }) => pointText(points[index])))]]
  })
  const last = ['no limit', ...curves.map(curve => cell(curve, ({ asymptote }) => probability(asymptote)))]
  return [
    {
      kind: 'table',
      id: `economics-acceptability-${unit}`,
      caption: `Probability that an arm is worth its cost, by what one additional ${unit} is worth, and the expected worth less cost`,
      columns: [
        { title: `One ${unit} is worth`, kind: 'heading' },
        ...titles.map(title => ({ title, kind: 'number' as const })),
      ],
      rows: [...rows, last],
      notes: [
        `The last row is what the probability tends to: the probability that the difference is above zero. By the normal distribution; a probability of what is true only where nothing was known before the trial.`,
      ],
    },
  ]
}

function pointText(point: AcceptabilityCurve['points'][number] | undefined): string {
  return point === undefined ? '' : `${probability(point.probability)} (${penceAsPounds(point.expectedNetBenefit, 0)})`
}

/** Collected less cost and the cost sets, by the interval of each analysis of the plan. */
export function analysesTable(findings: Findings, { comparisons, level }: Economics): Block[] {
  const rows = comparisons.flatMap(comparison =>
    comparison.byAnalysis.map(each => [
      pairTitle(findings, comparison),
      `${each.title} (${each.method})`,
      each.of === 'pounds' ? 'pound' : 'payer',
      setCell(each),
      each.collectedLessCost === null
        ? ''
        : range(each.collectedLessCost.lower, each.collectedLessCost.upper, penceAsPounds, 0),
    ]),
  )
  if (rows.length === 0) return []
  return [
    {
      kind: 'table',
      id: 'economics-by-analysis',
      caption: `What the ${levelText(level)} intervals of the plan's analyses leave open`,
      columns: [
        { title: 'Comparison', kind: 'heading' },
        { title: 'Analysis', kind: 'text' },
        { title: 'For each additional', kind: 'text' },
        { title: 'Cost', kind: 'number' },
        { title: 'Collected less cost', kind: 'number' },
      ],
      rows,
      notes: ['A cost that may be below some value or above another includes that nothing additional was brought in.'],
    },
  ]
}

function setCell({ of, costSet }: IntervalEconomics): string {
  if (costSet.status === 'undefined') return 'none'
  const set: FiellerSet = of === 'pounds' ? costSet.result : setInPounds(costSet.result)
  return ratioSetText(set, of === 'pounds' ? 2 : 0)
}
