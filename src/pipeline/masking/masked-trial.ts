import type { Mask } from '../../model/mask.ts'
import type { Plan, PlannedAnalysis } from '../../model/plan.ts'
import type { Outcome, Protocol } from '../../model/protocol.ts'
import type { AnalysisRows } from '../../outcomes/index.ts'
import { armCounts } from '../allocate-sample.ts'
import { methodOf } from '../analyse-plan.ts'
import type { Trial } from '../trial-folder.ts'

/** The outcomes of a protocol that a masked set holds, in the protocol's order. */
export const maskedOutcomes = ({ outcomes }: Pick<Protocol, 'outcomes'>, mask: Pick<Mask, 'outcomes'>): Outcome[] =>
  outcomes.filter(({ id }) => mask.outcomes.includes(id))

/**
 * A trial as somebody sees it who does not know the arms: labels for arms, no control, no costs, every pair of labels as a
 * contrast, and the planned analyses of what is masked. Families of comparisons and scores of arms name arms, and are left out;
 * so are sets of cases and subgroups, whose rules ask for what a mask withholds.
 */
export function maskedTrial(
  { protocol, plan }: Trial,
  mask: Mask,
  set: AnalysisRows,
): { protocol: Protocol; plan: Plan } {
  const arms = mask.labels.map(id => ({ id, title: id.toUpperCase() }))
  return {
    protocol: {
      ...protocol,
      arms,
      outcomes: maskedOutcomes(protocol, mask),
      allocation: { method: 'fixed-counts', targets: countsOf(set, mask.labels) },
      costs: [],
    },
    plan: {
      ...plan,
      contrasts: pairs(mask.labels).map(([arm, against]) => ({
        id: `${arm}_${against}`,
        title: `${arm.toUpperCase()} minus ${against.toUpperCase()}`,
        arm,
        against,
      })),
      analyses: plan.analyses.flatMap(({ contrasts: _, ...analysis }) =>
        mask.outcomes.includes(analysis.outcome) && isMaskable(analysis) ? [analysis] : [],
      ),
      analysisSets: [],
      subgroups: [],
      families: [],
      economics: undefined,
    },
  }
}

/** Without names of arms nobody knows which of them go together in a factorial. */
const isMaskable = ({ set, by, settings = {}, ...analysis }: PlannedAnalysis): boolean =>
  !methodOf(analysis).pairsArms &&
  set === undefined &&
  by === undefined &&
  settings.scores === undefined &&
  settings.uptake === undefined

/** The planned analyses that a masked trial lacks. */
export const analysesLeftOut = (plan: Plan, masked: Plan): string[] =>
  plan.analyses.map(({ id }) => id).filter(id => !masked.analyses.some(each => each.id === id))

const pairs = (labels: readonly string[]): [string, string][] =>
  labels.flatMap((arm, index) => labels.slice(index + 1).map((against): [string, string] => [arm, against]))

function countsOf({ cases }: AnalysisRows, labels: readonly string[]): Record<string, Record<string, number>> {
  const none = Object.fromEntries(labels.map(label => [label, 0]))
  return Object.fromEntries(Object.entries(armCounts(cases)).map(([stratum, row]) => [stratum, { ...none, ...row }]))
}
