import type { Comparison } from '../model/comparison.ts'
import type { Claim, Verdict } from '../model/published.ts'
import type { Inline, Tone } from './document.ts'
import { type Degrees, decimalText, pounds, pValue, range, roundDown, roundUp, testText } from './format.ts'

// Sentences from results. They say what was seen and what it does not show; an interval that includes no difference
// is never called "no difference", and a test is judged only against the alpha that the plan names.

interface VerdictWords {
  label: string
  /** What it means of a page by itself, and of a run. */
  meaning: Readonly<Record<Comparison['basis'], string>>
  tone: Tone
}

/** What a verdict is called in a table, and what it means. */
export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  reproduced: {
    label: 'reproduced',
    meaning: {
      page: 'computing it from other figures gives the printed value',
      run: 'computing it from the run gives the printed value',
    },
    tone: 'sound',
  },
  consistent: {
    label: 'consistent',
    meaning: {
      page: 'nothing printed contradicts it, but nothing printed determines it',
      run: 'it is stated and not computed, and nothing contradicts it',
    },
    tone: 'plain',
  },
  not_derivable: {
    label: 'not derivable',
    meaning: {
      page: 'computing it needs data that were not printed',
      run: 'computing it needs data that the run does not hold',
    },
    tone: 'open',
  },
  contradicted: {
    label: 'contradicted',
    meaning: {
      page: 'no value that the other figures allow gives it',
      run: 'computing it from the run gives another value',
    },
    tone: 'fault',
  },
}

/** A verdict as a word in a table. */
export function verdictTag(verdict: Verdict): Inline {
  const { label, tone } = verdictWords[verdict]
  return { kind: 'tag', text: label, tone }
}

const judgementTones: Readonly<Record<Claim['judgement'], Tone>> = {
  supported: 'sound',
  overstated: 'fault',
  misread: 'fault',
  'not verifiable': 'open',
}

/** The judgement of a sentence of a report as a word in a table. */
export function judgementTag(judgement: Claim['judgement']): Inline {
  return { kind: 'tag', text: judgement, tone: judgementTones[judgement] }
}

/** `95%` from 0.95. */
export function levelText(level: number): string {
  return `${decimalText(level * 100, 4).replace(/\.?0+$/, '')}%`
}

export interface TestWords {
  statistic: { symbol: string; value: number }
  degreesOfFreedom: Degrees
  pValue: number
  /** P adjusted for the comparisons of its family; the test is then judged by it. */
  adjustedP?: number | undefined
  /** The hypothesis as a clause, as "the share of payers is the same in every arm". */
  nullHypothesis: string
}

/** A test against the plan's alpha. */
export function testSentence(test: TestWords, alpha: number): string {
  const adjusted = test.adjustedP === undefined ? '' : `, adjusted P ${pValue(test.adjustedP)}`
  const numbers = `${testText(test.statistic, test.degreesOfFreedom, test.pValue)}${adjusted}`
  const hypothesis = test.nullHypothesis.replace(/\.$/, '')
  return (test.adjustedP ?? test.pValue) < alpha
    ? `${numbers}. At the plan's alpha of ${alpha} the test rejects the hypothesis that ${hypothesis}.`
    : `${numbers}. At the plan's alpha of ${alpha} the test does not reject the hypothesis that ${hypothesis}; this does not show that it is true.`
}

/** Confidence set of a ratio by Fieller's theorem, in pounds. */
export type RatioSet =
  | { type: 'interval'; lower: number; upper: number }
  /** All values up to `below` and all values from `above`. */
  | { type: 'two_rays'; below: number; above: number }
  | { type: 'whole_line' }

interface RatioWords {
  /** In pounds; absent where the ratio is no price. */
  estimate: number | undefined
  set: RatioSet
  level: number
}

/** The cost of each additional pound, always with its confidence set: the ratio alone would mislead. */
export const costPerAdditionalPoundSentence = (cost: RatioWords, control: string): string =>
  costPerAdditionalSentence(cost, {
    each: 'additional pound collected',
    decimals: 2,
    none: `nothing additional was collected, or less than in ${control}`,
    less: `less was collected than in ${control}`,
  })

/** The cost of each additional payer, always with its confidence set. */
export const costPerAdditionalPayerSentence = (cost: RatioWords, control: string): string =>
  costPerAdditionalSentence(cost, {
    each: 'additional payer',
    decimals: 0,
    none: `nobody more paid, or fewer than in ${control}`,
    less: `fewer paid than in ${control}`,
  })

function costPerAdditionalSentence(
  { estimate, set, level }: RatioWords,
  { each, decimals, none, less }: { each: string; decimals: number; none: string; less: string },
): string {
  const start =
    estimate === undefined ? 'No single cost can be given' : `${pounds(estimate, decimals)} on the estimates alone`
  const open = `${start} for each ${each}`
  const joined = `${open}, ${estimate === undefined ? 'and' : 'but'}`
  const setName = `the ${levelText(level)} confidence set`
  switch (set.type) {
    case 'interval':
      return `${open}; ${setName} is ${ratioSetText(set, decimals)}${set.upper < 0 ? `: ${less}` : ''}.`
    case 'two_rays':
      return `${joined} ${setName} is ${raysText(set, decimals)}: it includes that ${none}.`
    case 'whole_line':
      return `${joined} ${setName} excludes no value: the data do not bound the cost.`
  }
}

function raysText(set: Extract<RatioSet, { type: 'two_rays' }>, decimals: number): string {
  const pieces = raysOf(set, decimals)
  return pieces.length === 2 ? `in two parts, ${pieces.join(' and ')}` : `all that is ${pieces.join('')}`
}

/** A set in a few words for a table: all its pieces, rounded outwards. */
export function ratioSetText(set: RatioSet, decimals = 2): string {
  if (set.type === 'whole_line') return 'any value'
  if (set.type === 'two_rays') return raysOf(set, decimals).join(' or ')
  return range(roundDown(set.lower, decimals), roundUp(set.upper, decimals), pounds, decimals)
}

/** A ray that begins at infinity is empty. */
const raysOf = ({ below, above }: Extract<RatioSet, { type: 'two_rays' }>, decimals: number): string[] => [
  ...(above === Infinity ? [] : [`above ${pounds(roundDown(above, decimals), decimals)}`]),
  ...(below === -Infinity ? [] : [`below ${pounds(roundUp(below, decimals), decimals)}`]),
]
