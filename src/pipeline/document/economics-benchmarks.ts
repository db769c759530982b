import { type Block, literal, rangeText, type Table, type Text, text } from '../../report/index.ts'
import type { Economics } from '../economics.ts'
import type { BenchmarkBeside } from '../economics-benchmarks.ts'
import { benchmarkId, pairId } from '../results/economics-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { armName } from './arms.ts'
import { leadBlock } from './lead.ts'

/** The prices that stand beside the arms, under words that say what they are. */
export const benchmarkBlocks = (findings: Reported, economics: Economics): Block[] =>
  (economics.benchmarks ?? []).flatMap((benchmark): Block[] => [
    { kind: 'heading', text: text`A benchmark: ${literal(benchmark.title)}` },
    leadBlock('Not randomised, and never an arm.', whatItIs(findings, benchmark)),
    besideTable(findings, economics, benchmark),
    { kind: 'note', title: 'Why it stands here', text: text`${literal(benchmark.reason)}` },
  ])

function whatItIs(findings: Reported, { benchmark, title, debts, source, owed }: BenchmarkBeside): Text {
  const { results, protocol } = findings
  const price = rangeText(
    results.number(benchmarkId(benchmark, 'price.from')),
    results.number(benchmarkId(benchmark, 'price.to')),
  )
  const outcome = protocol.outcomes.find(({ id }) => id === owed)?.title ?? owed
  return text`${literal(title)} would give ${price} for each pound owed, as printed (${literal(source)}), of this: ${literal(debts)}. Below that price is set on the debts of this trial (${literal(outcome)}). None of its cases came under it, so that no difference between a row and another is an effect of it. It would also take the place of whatever is paid later, in every arm, while an additional amount comes on top of what is paid without the arm, within the follow-up and before costs.`
}

function besideTable(findings: Reported, { comparisons }: Economics, { benchmark, arms }: BenchmarkBeside): Table {
  const { results } = findings
  const control = findings.protocol.arms.find(arm => arm.control)?.id
  const range = (of: string): Text =>
    rangeText(results.number(benchmarkId(benchmark, `${of}.from`)), results.number(benchmarkId(benchmark, `${of}.to`)))
  const additional = (arm: string): Text[] => {
    const pair = comparisons.find(each => each.arm === arm && each.against === control)
    if (pair === undefined) return ['', '']
    if (pair.additional.status === 'undefined') return ['not computable', 'not computable']
    return [
      [results.write(pairId(pair, 'additional_amount.estimate'))],
      [results.write(benchmarkId(benchmark, `${arm}.${pair.against}.additional_in_all`))],
    ]
  }
  return {
    kind: 'table',
    id: `economics-benchmark-${benchmark}`,
    caption: 'What the price would give for the debts of each arm, beside what the arm collected over control',
    columns: [
      { title: 'Arm', kind: 'heading' },
      { title: 'Owed a case', kind: 'number' },
      { title: 'By the price, a case', kind: 'number' },
      { title: 'By the price, in all', kind: 'number' },
      { title: 'Additional amount a case', kind: 'number' },
      { title: 'Additional amount in all', kind: 'number' },
    ],
    rows: arms.map(({ arm, offer }) => [
      armName(findings, arm),
      ...(offer.status === 'undefined'
        ? ['not known', 'not known', 'not known']
        : [
            [results.write(benchmarkId(benchmark, `${arm}.owed_per_case`))],
            range(`${arm}.per_case`),
            range(`${arm}.in_all`),
          ]),
      ...additional(arm),
    ]),
    notes: ['The range is that of the printed price, and no interval: it holds no sampling error.'],
  }
}
