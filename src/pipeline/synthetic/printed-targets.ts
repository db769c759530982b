import { printedNumber, roundAsPrinted } from '../../model/printed-number.ts'
import type { Summary } from '../../model/summary.ts'
import type { Reconstruction } from '../../model/synthetic.ts'
import { meanIntervalZ } from '../../statistics/means/mean-interval-z.ts'
import { kruskalWallis } from '../../statistics/ranks/kruskal-wallis.ts'
import { deriveMoments, deriveRanks } from '../../summaries/index.ts'

/** What is paid in an arm, pence; the other cases of the arm pay nothing. */
export interface ArmAmounts {
  arm: string
  cases: number
  amounts: readonly number[]
}

const pencePerPound = 100

/** Whether the amounts print as the targets, by the methods that analyse the run. */
export function printsAsTargets(
  arms: readonly ArmAmounts[],
  { arms: targets, rankTest, level }: Reconstruction,
): { means: boolean; rankTest: boolean } {
  const frequencies = frequenciesOf(arms)
  const options = { level, contrasts: [] }
  const means = meanIntervalZ.compute(deriveMoments(frequencies), options)
  const ranks = kruskalWallis.compute(deriveRanks(frequencies), options)
  return {
    means:
      means.status === 'computed' &&
      means.result.estimates.length === arms.length &&
      means.result.estimates.every(({ arm, estimate, interval }) => {
        const target = targets[arm]
        if (target === undefined) return false
        const halfWidth = (interval.upper - interval.lower) / 2
        return prints(target.mean, estimate / pencePerPound) && prints(target.halfWidth, halfWidth / pencePerPound)
      }),
    rankTest:
      ranks.status === 'computed' &&
      prints(rankTest.statistic, ranks.result.statistic.value) &&
      prints(rankTest.pValue, ranks.result.pValue),
  }
}

function prints(text: string, value: number): boolean {
  const printed = printedNumber(text)
  return roundAsPrinted(printed, value) === printed.value
}

function frequenciesOf(arms: readonly ArmAmounts[]): Summary<'frequencies'> {
  return {
    kind: 'frequencies',
    outcome: 'amount',
    unit: { kind: 'pence' },
    arms: arms.map(({ arm }) => arm),
    control: arms[0]?.arm ?? '',
    largestCluster: 1,
    cells: arms.map(({ arm, cases, amounts }) => ({
      arm,
      stratum: 'all',
      data: { n: cases, missing: 0, values: countsOf(amounts, cases) },
    })),
  }
}

function countsOf(amounts: readonly number[], cases: number): (readonly [number, number])[] {
  const counts = new Map([[0, cases - amounts.length]])
  for (const amount of amounts) counts.set(amount, (counts.get(amount) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b)
}
