import { describe, expect, test } from 'vitest'
import type { TestResult } from '../../../src/model/method.ts'
import {
  cochranArmitage,
  cochranMantelHaenszel,
  exactConditionalPearson,
  exactConditionalProbability,
  gTest,
  koopmanRiskRatio,
  mantelHaenszelOddsRatio,
  miettinenNurminenDifference,
  newcombeDifference,
  numberNeeded,
  oddsRatio,
  pearsonChiSquared,
  riskRatio,
  waldDifference,
  yatesChiSquared,
} from '../../../src/statistics/index.ts'
import { contrast, countsOf, firstContrast, publishedPayers, resultOf } from '../../support/analysis.ts'
import { byR, exactly } from './tables.ts'

/** The report's 79 of 5,906, 87 of 6,718 and 62 of 6,000, with R's numbers (see counts.R) to nine decimals. */
const options = {
  level: 0.95,
  contrasts: [contrast('pwc_first', 'control')],
  scores: { pwc_first: 1, nrp_first: 2, control: 0 },
}
const [r] = byR.tables
const [pair] = byR.pairs
const [trend] = byR.trends
const [exact] = exactly.tables

/** Statistic and P of a test. */
const numbersOf = ({ statistic, pValue }: TestResult): number[] => [statistic.value, pValue]

function expectNine(ours: readonly (number | undefined)[], theirs: readonly (number | string | undefined)[]): void {
  expect(ours).toHaveLength(theirs.length)
  for (const [index, value] of ours.entries()) expect(value).toBeCloseTo(Number(theirs[index]), 9)
}

describe('all arms', () => {
  test('Pearson, G, trend', () => {
    expectNine(numbersOf(resultOf(pearsonChiSquared.compute(publishedPayers, options))), [r?.X2, r?.p])
    expectNine(numbersOf(resultOf(gTest.compute(publishedPayers, options))), [r?.g, r?.g_p])
    expectNine(numbersOf(resultOf(cochranArmitage.compute(publishedPayers, options))), [trend?.X2, trend?.p])
  })

  test('exact conditional: 0.25749 by Pearson, 0.24616 by probability', () => {
    const byPearson = resultOf(exactConditionalPearson.compute(publishedPayers, options))
    const byProbability = resultOf(exactConditionalProbability.compute(publishedPayers, options))
    expect([byPearson.pValue.toFixed(5), byProbability.pValue.toFixed(5)]).toEqual(['0.25749', '0.24616'])
    expectNine([byPearson.pValue, byProbability.pValue], [exact?.pearson, exact?.probability])
    expectNine([byProbability.pValue], [r?.fisher_p])
  })

  test('with one stratum Cochran-Mantel-Haenszel is (N - 1) / N of Pearson', () => {
    const ours = resultOf(cochranMantelHaenszel.compute(publishedPayers, options))
    expectNine([ours.statistic.value], [((r?.X2 ?? 0) * 18_623) / 18_624])
  })
})

describe('PWC first against control', () => {
  const two = countsOf({ pwc_first: [79, 5906], control: [62, 6000] })
  const intervalOf = ({ interval }: { interval: { lower: number; upper: number } }) => [interval.lower, interval.upper]

  test('Yates, Wald, odds ratio and its P', () => {
    expectNine(numbersOf(resultOf(yatesChiSquared.compute(two, options))), pair?.yates ?? [])
    expectNine(intervalOf(resultOf(firstContrast(waldDifference.compute(two, options)))), pair?.wald ?? [])
    const odds = resultOf(firstContrast(oddsRatio.compute(two, options)))
    const [conditional] = exactly.oddsRatios.filter(({ counts }) => counts[1] === 5906)
    expectNine([odds.pValue], [pair?.fisher_p])
    expectNine([odds.estimate, ...intervalOf(odds)], [conditional?.estimate, conditional?.lower, conditional?.upper])
  })

  test('Miettinen-Nurminen, Koopman, risk ratio', () => {
    const [mn] = exactly.miettinenNurminen.filter(({ counts }) => counts[0] === 79)
    const score = resultOf(firstContrast(miettinenNurminenDifference.compute(publishedPayers, options)))
    expectNine([score.statistic?.value, ...intervalOf(score)], [mn?.z, mn?.lower, mn?.upper])
    const [koopman] = exactly.koopman.filter(({ counts }) => counts[0] === 79)
    const ratio = resultOf(firstContrast(koopmanRiskRatio.compute(publishedPayers, options)))
    expectNine(intervalOf(ratio), [koopman?.lower, koopman?.upper])
    // log(79 x 6000 / (62 x 5906)) with standard error sqrt(1/79 - 1/5906 + 1/62 - 1/6000), by hand.
    const log = Math.log((79 * 6000) / (62 * 5906))
    const error = 1.959963984540054 * Math.sqrt(1 / 79 - 1 / 5906 + 1 / 62 - 1 / 6000)
    const risk = resultOf(firstContrast(riskRatio.compute(publishedPayers, options)))
    expectNine([risk.estimate, ...intervalOf(risk)], [Math.exp(log), Math.exp(log - error), Math.exp(log + error)])
  })

  test('number needed: about 329 for one more payer, or none at all', () => {
    const difference = resultOf(firstContrast(newcombeDifference.compute(publishedPayers, options)))
    const needed = resultOf(firstContrast(numberNeeded.compute(publishedPayers, options)))
    expect(needed.estimate).toBeCloseTo(1 / (79 / 5906 - 62 / 6000), 9)
    expect(needed.interval.outside).toBe(true)
    expect(needed.interval.lower).toBeCloseTo(1 / difference.interval.lower, 9)
    expect(Math.round(needed.estimate)).toBe(329)
  })

  test('one stratum: Mantel-Haenszel is the plain ratio of odds', () => {
    const ours = resultOf(firstContrast(mantelHaenszelOddsRatio.compute(publishedPayers, options)))
    expectNine([ours.estimate], [(79 * 5938) / (5827 * 62)])
  })
})
