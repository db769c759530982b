import type { AcceptabilityCurve, Alternative, Standing } from '../../economics/index.ts'
import type { Computation } from '../../model/method.ts'
import {
  type Block,
  joined,
  literal,
  rangeText,
  ratioSetText,
  type Table,
  type Text,
  text,
} from '../../report/index.ts'
import type { ArmEconomics, Economics, IntervalEconomics } from '../economics.ts'
import type { Findings } from '../findings.ts'
import { frontierId, pairId, setOf } from '../results/economics-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { payerTerm, poundTerm } from '../tidy-economics.ts'
import { armName } from './arms.ts'

type Named = Pick<Findings, 'protocol'>

const pairTitle = (findings: Named, { arm, against }: Pick<ArmEconomics, 'arm' | 'against'>): Text =>
  text`${armName(findings, arm)} against ${armName(findings, against)}`

/** Arms in order of cost, and which of them another arm or a mixture of two beats on the estimates. */
export function frontierTable(findings: Reported, { frontier }: Economics): Table {
  const { results } = findings
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
      armName(findings, own.arm),
      [results.write(frontierId('pound', `${own.arm}.cost_per_case`))],
      [results.write(frontierId('pound', `${own.arm}.effect`))],
      standingText(findings, own),
      ...(payers === null ? [] : payerCells(findings, paying(own.arm))),
    ]),
    notes: [
      'Dominated: another arm brings as much for no more. Extendedly dominated: a mixture of two other arms would. Sampling error may change the order; the confidence sets say how sure each step is.',
    ],
  }
}

const payerCells = (findings: Reported, own: (Alternative & Standing) | undefined): Text[] =>
  own === undefined
    ? ['', '']
    : [[findings.results.write(frontierId('payer', `${own.arm}.effect`))], standingText(findings, own)]

function standingText(findings: Named, standing: Standing): Text {
  if (standing.status === 'on_frontier') return 'not dominated'
  const by = joined(
    standing.by.map(arm => armName(findings, arm)),
    ' and ',
  )
  return text`${standing.status === 'dominated' ? 'dominated' : 'extendedly dominated'} by ${by}`
}

/** Acceptability curves of all comparisons at some values of a pound, and of a payer, with what they tend to. */
export function acceptabilityTables(findings: Reported, { comparisons }: Economics): Block[] {
  const curves = (unit: 'pound' | 'payer', curveOf: (comparison: ArmEconomics) => Curve) =>
    acceptabilityTable(
      findings,
      unit,
      comparisons.map(comparison => ({
        title: pairTitle(findings, comparison),
        id: pairId(comparison, `acceptability_${unit}`),
        curve: curveOf(comparison),
      })),
    )
  return [
    ...curves('pound', ({ acceptability }) => acceptability),
    ...curves('payer', ({ payers }) => payers?.acceptability ?? null),
  ]
}

type Curve = Computation<AcceptabilityCurve> | null

interface NamedCurve {
  title: Text
  /** What the ids of its points begin with. */
  id: string
  curve: Curve
}

/** Every so many of the points of a curve have a row. */
const rowEvery = 4

function acceptabilityTable({ results }: Reported, unit: string, curves: readonly NamedCurve[]): Table[] {
  const first = curves.find(({ curve }) => curve?.status === 'computed')
  if (first?.curve?.status !== 'computed') return []
  const cell = ({ id, curve }: NamedCurve, point: string): Text => {
    if (curve?.status !== 'computed') return 'not computable'
    const net = results.find(`${id}.${point}.net.benefit`)
    const probability = results.write(`${id}.${point}.estimate`)
    return net === undefined ? [probability] : text`${probability} (${results.write(net.id)})`
  }
  const rows = first.curve.result.points.flatMap((_, index): Text[][] => {
    if (index % rowEvery !== 0) return []
    const point = String(index + 1)
    return [[[results.write(`${first.id}.${point}.willingness`)], ...curves.map(curve => cell(curve, point))]]
  })
  const last = ['no limit', ...curves.map(curve => cell(curve, 'limit'))]
  return [
    {
      kind: 'table',
      id: `economics-acceptability-${unit}`,
      caption: `Probability that an arm is worth its cost, by what one additional ${unit} is worth, and the expected worth less cost`,
      columns: [
        { title: `One ${unit} is worth`, kind: 'heading' },
        ...curves.map(({ title }) => ({ title, kind: 'number' as const })),
      ],
      rows: [...rows, last],
      notes: [
        `The last row is what the probability tends to: the probability that the difference is above zero. By the normal distribution; a probability of what is true only where nothing was known before the trial.`,
      ],
    },
  ]
}

/** Collected less cost and the cost sets, by the interval of each analysis of the plan. */
export function analysesTable(findings: Reported, { comparisons }: Economics): Block[] {
  const { results } = findings
  const rows = comparisons.flatMap(comparison =>
    comparison.byAnalysis.map((each): Text[] => [
      pairTitle(findings, comparison),
      text`${literal(each.title)} (${literal(each.method)})`,
      each.of === 'pounds' ? 'pound' : 'payer',
      setCell(findings, comparison, each),
      each.collectedLessCost === null
        ? ''
        : rangeText(
            results.number(pairId(comparison, `collected_less_cost.${each.analysis}.conf.low`)),
            results.number(pairId(comparison, `collected_less_cost.${each.analysis}.conf.high`)),
          ),
    ]),
  )
  if (rows.length === 0) return []
  return [
    {
      kind: 'table',
      id: 'economics-by-analysis',
      caption: text`What the ${results.write('plan.confidence_level')} intervals of the plan's analyses leave open`,
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

function setCell({ results }: Reported, comparison: ArmEconomics, { analysis, of, costSet }: IntervalEconomics): Text {
  if (costSet.status === 'undefined') return 'none'
  const term = of === 'pounds' ? poundTerm : payerTerm
  return ratioSetText(setOf(results, pairId(comparison, `${term}.${analysis}`), costSet.result))
}
