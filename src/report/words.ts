import type { Comparison } from '../model/comparison.ts'
import type { Claim, Verdict } from '../model/published.ts'
import { type Inline, joined, type Text, type Tone, text } from './document.ts'
import { type NamedNumber, pWords, type Writing, written } from './numbers.ts'

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

export interface TestWords {
  statistic: { symbol: string; number: NamedNumber }
  /** Degrees of freedom: none, one number, or those of the numerator and of the denominator. */
  degrees: readonly NamedNumber[]
  pValue: NamedNumber
  /** P adjusted for the comparisons of its family; the test is then judged by it. */
  adjustedP?: NamedNumber | undefined
  /** The hypothesis as a clause, as "the share of payers is the same in every arm". */
  nullHypothesis: Text
}

/** `χ² = 2.71`. */
export const statisticWords = ({ symbol, number }: TestWords['statistic']): Text => text`${symbol} = ${written(number)}`

/** `2`, `2 and 18,621`; nothing where a test has none. */
export const degreesWords = (degrees: readonly NamedNumber[]): Text =>
  joined(
    degrees.map(each => written(each)),
    ' and ',
  )

/** `χ² = 2.71, 2 d.f., P = 0.26`. */
export function testWords({ statistic, degrees, pValue, adjustedP }: Omit<TestWords, 'nullHypothesis'>): Text {
  const parts = [
    statisticWords(statistic),
    ...(degrees.length === 0 ? [] : [text`${degreesWords(degrees)} d.f.`]),
    pWords(pValue),
    ...(adjustedP === undefined ? [] : [text`adjusted ${pWords(adjustedP)}`]),
  ]
  return joined(parts, ', ')
}

/** A test against the plan's alpha. */
export function testSentence(test: TestWords, alpha: NamedNumber): Text {
  const { nullHypothesis, adjustedP = test.pValue } = test
  const start = text`${testWords(test)}. At the plan's alpha of ${written(alpha)} the test`
  return adjustedP.value < alpha.value
    ? text`${start} rejects the hypothesis that ${nullHypothesis}.`
    : text`${start} does not reject the hypothesis that ${nullHypothesis}; this does not show that it is true.`
}

/** Confidence set of a ratio by Fieller's theorem. */
export type RatioSet =
  | { type: 'interval'; lower: NamedNumber; upper: NamedNumber }
  /** All values up to `below` and all values from `above`. */
  | { type: 'two_rays'; below: NamedNumber; above: NamedNumber }
  | { type: 'whole_line' }

interface RatioWords {
  /** Absent where the ratio is no price. */
  estimate: NamedNumber | undefined
  set: RatioSet
  level: NamedNumber
}

/** The cost of each additional pound, always with its confidence set: the ratio alone would mislead. */
export const costPerAdditionalPoundSentence = (cost: RatioWords, control: Text): Text =>
  costPerAdditionalSentence(cost, {
    each: 'additional pound collected',
    none: text`nothing additional was collected, or less than in ${control}`,
    less: text`less was collected than in ${control}`,
  })

/** The cost of each additional payer, always with its confidence set. */
export const costPerAdditionalPayerSentence = (cost: RatioWords, control: Text): Text =>
  costPerAdditionalSentence(cost, {
    each: 'additional payer',
    none: text`nobody more paid, or fewer than in ${control}`,
    less: text`fewer paid than in ${control}`,
  })

function costPerAdditionalSentence(
  { estimate, set, level }: RatioWords,
  { each, none, less }: { each: string; none: Text; less: Text },
): Text {
  const start =
    estimate === undefined ? 'No single cost can be given' : text`${written(estimate)} on the estimates alone`
  const open = text`${start} for each ${each}`
  const whole = text`${open}, ${estimate === undefined ? 'and' : 'but'}`
  const setName = text`the ${written(level)} confidence set`
  switch (set.type) {
    case 'interval':
      return text`${open}; ${setName} is ${ratioSetText(set)}${set.upper.value < 0 ? text`: ${less}` : ''}.`
    case 'two_rays':
      return text`${whole} ${setName} is ${raysText(set)}: it includes that ${none}.`
    case 'whole_line':
      return text`${whole} ${setName} excludes no value: the data do not bound the cost.`
  }
}

function raysText(set: Extract<RatioSet, { type: 'two_rays' }>): Text {
  const pieces = raysOf(set)
  return pieces.length === 2 ? text`in two parts, ${joined(pieces, ' and ')}` : text`all that is ${joined(pieces, '')}`
}

/** A set in a few words for a table: all its pieces, rounded outwards. */
export function ratioSetText(set: RatioSet): Text {
  if (set.type === 'whole_line') return 'any value'
  if (set.type === 'two_rays') return joined(raysOf(set), ' or ')
  return rangeText(set.lower, set.upper, { lower: { rounding: 'down' }, upper: { rounding: 'up' } })
}

/** A ray that begins at infinity is empty. */
const raysOf = ({ below, above }: Extract<RatioSet, { type: 'two_rays' }>): Text[] => [
  ...(above.value === Infinity ? [] : [text`above ${written(above, { rounding: 'down' })}`]),
  ...(below.value === -Infinity ? [] : [text`below ${written(below, { rounding: 'up' })}`]),
]

/** `−0.09 to 0.70`. */
export function rangeText(
  lower: NamedNumber,
  upper: NamedNumber,
  writing: { lower?: Writing; upper?: Writing } = {},
): Text {
  return text`${written(lower, writing.lower)} to ${written(upper, writing.upper)}`
}
