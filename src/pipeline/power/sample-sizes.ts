import { roundStep, tidyNumber } from '../../core/round-step.ts'
import type { Computation } from '../../model/method.ts'

/** Cases that find a difference with the plan's power, alone, in the proportions of the trial. */
export interface SampleSize {
  difference: number
  /** Of both arms together, and of each, rounded up. */
  cases: number
  arm: number
  against: number
  /** Whether these are the trial's own cases, with the least difference that they find. */
  planned: boolean
}

/** Round steps between nothing and the least difference that is found: no fewer than four and no more than ten. */
const steps = 10
/** How many times less and more than that difference is looked at. */
const reach = 2

/**
 * The cases that round differences take, from half to twice the least one that the trial finds, and the trial's own cases in their place
 * among them; about the difference that is worth finding where the trial finds none. A difference that no number of cases finds is left out.
 */
export function sampleSizes(
  { arm, against }: { arm: number; against: number },
  { detectable, worth, most }: { detectable: Computation<number>; worth: number | null; most: number },
  casesFor: (difference: number) => Computation<number>,
): SampleSize[] {
  const found = detectable.status === 'computed' && detectable.result > 0 ? detectable.result : null
  const centre = found ?? worth
  if (centre === null) return []
  const share = arm / (arm + against)
  const sized = roundAbout(centre).flatMap(difference => {
    const needed = difference < most ? casesFor(difference) : null
    if (needed?.status !== 'computed') return []
    const cases = needed.result
    return [
      { difference, cases, arm: Math.ceil(cases * share), against: Math.ceil(cases * (1 - share)), planned: false },
    ]
  })
  const planned = found === null ? [] : [{ difference: found, cases: arm + against, arm, against, planned: true }]
  return [...sized, ...planned].sort((a, b) => a.difference - b.difference)
}

function roundAbout(centre: number): number[] {
  const step = roundStep(centre / steps)
  const [first, last] = [Math.ceil(tidyNumber(centre / reach / step)), Math.floor(tidyNumber((reach * centre) / step))]
  return Array.from({ length: last - first + 1 }, (_, at) => tidyNumber((first + at) * step))
}
