import { type Computation, type ContrastEstimate, computed } from '../../../src/model/method.ts'
import type { Claim, Published } from '../../../src/model/published.ts'
import type { AnalysisResult } from '../../../src/pipeline/analyse-plan.ts'
import type { ArmEconomics, Economics } from '../../../src/pipeline/economics.ts'
import type { Findings } from '../../../src/pipeline/findings.ts'
import type { PageFindings } from '../../../src/pipeline/page/page-findings.ts'
import { type AlsoReported, reported } from '../../../src/pipeline/results/reported.ts'
import type { Reported } from '../../../src/pipeline/results/reported-findings.ts'
import { findTrial, readTrial } from '../../../src/pipeline/trial-folder.ts'
import { plainText, type Text } from '../../../src/report/index.ts'

const { protocol, plan } = await readTrial(findTrial('part-payment'))

/** Findings that hold nothing, with these changes. */
export const findingsWith = (changes: Partial<Findings | PageFindings>, also: AlsoReported = {}): Reported => {
  const nothing = { analyses: [], summaries: () => undefined, economics: null }
  return reported({ protocol, plan, basis: 'run', notice: null, ...nothing, ...changes }, also)
}

export const undefinedBecause = (detail: string) =>
  ({ status: 'undefined', reason: 'zero_variance', detail }) as const satisfies Computation<never>

/** The contrast of PWC first with control: an estimate with its limits, in proportions or pence. */
export function contrast(
  id: string,
  [estimate, lower, upper]: readonly [number, number, number],
): Computation<ContrastEstimate> {
  return computed({
    id,
    arm: 'pwc_first',
    against: 'control',
    estimate,
    standardError: 1,
    statistic: undefined,
    degreesOfFreedom: undefined,
    pValue: 0.1234,
    interval: { lower, upper, level: 0.95, method: 'Newcombe' },
    intermediates: {},
  })
}

/** The analysis of a difference, with one computation for each contrast. */
export function differenceAnalysis(
  changes: Partial<AnalysisResult>,
  contrasts: Readonly<Record<string, Computation<ContrastEstimate>>>,
  cautions: readonly string[] = [],
): AnalysisResult {
  const specs = Object.entries(contrasts).map(([id, computation]) => ({
    id,
    arm: 'pwc_first',
    against: 'control',
    computation,
  }))
  return {
    id: 'payers_difference',
    title: 'Difference in cases with payments',
    outcome: 'paid',
    level: null,
    set: null,
    role: 'primary',
    estimand: null,
    method: 'newcombe-difference',
    methodTitle: 'Newcombe intervals',
    computation: computed(
      { kind: 'contrasts', measure: 'difference', contrasts: specs },
      cautions.map(detail => ({ code: 'independence_assumed_with_clusters', detail })),
    ),
    adjusted: [],
    amendment: null,
    secondOpinion: [],
    citations: [{ key: 'newcombe-1998' }, { key: 'pearson-1900' }],
    ...changes,
  }
}

/** An arm that cost £152,000 over 5,906 cases and collected £1.87 more per case, with these changes. */
export function armEconomics(changes: Partial<ArmEconomics>): ArmEconomics {
  const set = { type: 'two_rays', below: -29.7, above: 5.6 } as const
  return {
    arm: 'pwc_first',
    against: 'control',
    cases: 5906,
    cost: 15_200_000,
    costs: { resource: 15_200_000, transfer: 0 },
    additionalCost: computed({ total: 15_200_000, standardError: 0 }),
    additional: undefinedBecause('not used'),
    additionalPayers: null,
    acceptability: null,
    payers: null,
    resourceOnly: null,
    bootstrap: null,
    byAnalysis: [],
    costPerAdditionalPound: computed({ ratio: 13.763, set, level: 0.95 }),
    costSet: computed(set),
    collectedLessCost: computed({
      estimate: -14_095_578,
      standardError: 1,
      interval: { lower: -15_711_700, upper: -12_479_400, level: 0.95, method: 'normal' },
    }),
    breakEven: computed({
      needed: 2573.65,
      standardErrorsShort: 17.1,
      pValue: 1e-60,
      nullHypothesis: 'The arm pays for itself.',
      upperLimit: 460.6,
      upperLimitShare: 0.179,
    }),
    minimumDetectable: { amount: computed(390.6), share: computed(0.0162), controlShare: 0.0103 },
    ...changes,
  }
}

export const economicsOf = (...comparisons: ArmEconomics[]): Economics => ({
  schema: 'equipoise/economics/2',
  trial: 'part-payment',
  notice: null,
  level: 0.95,
  comparisons,
  frontier: { pounds: { alternatives: [], steps: [] }, payers: null },
  notCounted: [],
})

const claims: Claim[] = [
  {
    id: 'one',
    place: 's.4',
    says: 'It is not effective.',
    judgement: 'overstated',
    because: 'It is not settled.',
    figures: [],
  },
]

/** A report of which nothing but its name and one claim is printed. */
export const printed: Published = {
  schema: 'equipoise/published/1',
  trial: 'part-payment',
  document: { title: 'A small report', publisher: 'A department' },
  figures: [],
  wholes: [],
  implied: [{ title: 'Settlements left', arms: ['pwc_first'], outcome: 'paid', less: 'paid_in_full' }],
  charts: [],
  claims,
}

/** Texts as their words. */
export const wordsOf = (texts: readonly Text[]): string[] => texts.map(plainText)
