import { z } from 'zod'
import { quote } from '../core/errors.ts'
import { description, title } from './assumed.ts'
import { nounId } from './ids.ts'
import type { MethodTraits } from './method.ts'
import { analysisSchema, contrastSchema, type Plan } from './plan.ts'
import { analysesProblems, otherTrial } from './plan-checks.ts'
import { contrastProblems } from './plan-contrast-checks.ts'
import type { Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

/** Analyses that nobody planned, for `analyse --explore`: whatever they find is exploratory. */
export const explorationSchema = z.strictObject({
  schema: z.literal('equipoise/exploration/1', { error: 'equipoise/exploration/1' }).describe('Form of this file.'),
  trial: nounId,
  id: nounId.describe('Name of the exploration; the run keeps what was tried under it.'),
  title,
  description,
  contrasts: z.array(contrastSchema).min(1).optional().describe("Comparisons of two arms; the plan's where absent."),
  analyses: z
    .array(analysisSchema.omit({ role: true }))
    .min(1)
    .describe('The analyses, as in a plan but without role.'),
})

/** A checked exploration. */
export type Exploration = z.output<typeof explorationSchema>

/** The rules between an exploration, the trial and its plan. */
export function explorationChecks(
  protocol: Protocol,
  plan: Plan,
  methods: readonly MethodTraits[],
): readonly CrossCheck<Exploration>[] {
  return [
    ({ trial }) => (trial === undefined || trial === protocol.id ? [] : [otherTrial(trial, protocol.id)]),
    ({ contrasts }) => (contrasts === undefined ? [] : contrastProblems(contrasts, protocol)),
    ({ analyses = [], contrasts = plan.contrasts }) =>
      analysesProblems(exploratory(analyses), {
        protocol,
        methods,
        contrasts,
        estimands: plan.estimands,
        sets: plan.analysisSets ?? [],
        subgroups: plan.subgroups ?? [],
      }),
    ({ analyses = [] }) => analyses.flatMap(({ id }, index) => plannedProblem(id, index, plan)),
  ]
}

/** The analyses as a plan would hold them. */
export const exploratory = (analyses: Exploration['analyses']): Plan['analyses'] =>
  analyses.map(analysis => ({ ...analysis, role: 'exploratory' as const }))

function plannedProblem(id: string, index: number, { analyses }: Plan): Problem[] {
  if (!analyses.some(analysis => analysis.id === id)) return []
  return [
    {
      path: ['analyses', index, 'id'],
      expected: 'an id that no analysis of the plan has',
      received: quote(id),
      action: 'Give it another id.',
    },
  ]
}
