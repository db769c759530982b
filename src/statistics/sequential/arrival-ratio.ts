/** One allocation as it came. */
export interface ArrivalDraw {
  /** The arm, by its place among the arms. */
  arm: number
  /** Probability of each arm for this case before anything was drawn: positive where it may be drawn, 1 in all. */
  planned: readonly number[]
  /** Probability of the arm given all that came before, above 0 and at most 1. */
  chance: number
}

/** What the arrivals so far say against the mechanism. */
export interface ArrivalRatio {
  arrivals: number
  /** Evidence against the mechanism now: the likelihood of the arms under the alternative over that under the mechanism. */
  evidence: number
  /** Largest evidence at any arrival so far. */
  largestEvidence: number
  /** Valid however often and whenever anybody looks. */
  pValue: number
}

/** Arrivals that the prior weight of the planned shares stands for. */
export const priorArrivals = 100

/**
 * Are arms drawn as the mechanism says, when somebody looks after every arrival?
 *
 * Null hypothesis: each arm is drawn with its recorded chance p_t, whatever came before.
 * Formula: E_n = product over arrivals of q_t(a_t) / p_t(a_t), with q_t(a) = (c w_t(a) + S_a) / (c + t - 1), where w_t are
 * the planned chances of the case, S_a the earlier arrivals in arm a and c = 100: the Dirichlet-multinomial prediction. An
 * arrival whose arm was certain counts as 1. Under the null hypothesis E is a nonnegative supermartingale that starts at 1,
 * so by Ville's inequality the chance that it ever reaches 1 / alpha is at most alpha; P = 1 / max E. Where every p_t is the
 * one w, E is the martingale of Lindon and Malek.
 *
 * Draws are in order of arrival. An arm drawn against a chance of 0 gives P = 0. It is blunter than a test made once, at a number of arrivals that was fixed beforehand.
 *
 * Lindon and Malek, Anytime-valid inference for multinomial count data, NeurIPS 35 (2022); Ville (1939).
 *
 * @example arrivalRatio([{ arm: 0, planned: [0.5, 0.5], chance: 0.5 }]).pValue // 1
 */
export function arrivalRatio(draws: Iterable<ArrivalDraw>): ArrivalRatio {
  const seen: number[] = []
  let [arrivals, logEvidence, largest] = [0, 0, 0]
  for (const { arm, planned, chance } of draws) {
    const predicted = (priorArrivals * (planned[arm] ?? 0) + (seen[arm] ?? 0)) / (priorArrivals + arrivals)
    if (chance !== 1) logEvidence += Math.log(predicted) - Math.log(chance)
    largest = Math.max(largest, logEvidence)
    seen[arm] = (seen[arm] ?? 0) + 1
    arrivals += 1
  }
  return {
    arrivals,
    evidence: Math.exp(logEvidence),
    largestEvidence: Math.exp(largest),
    pValue: Math.exp(-largest),
  }
}
