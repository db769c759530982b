import type { Plan } from './plan.ts'
import { otherTrial } from './plan-checks.ts'
import { named, repeatedIds, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { Published, Quantity } from './published.ts'
import type { CrossCheck, Problem } from './validate.ts'

/** The rules between published figures, the protocol, the plan and the registered charts. */
export function publishedChecks(
  protocol: Protocol,
  plan: Plan,
  charts: readonly string[],
): readonly CrossCheck<Published>[] {
  const context = { protocol, plan }
  return [
    ({ trial }) => (trial === undefined || trial === protocol.id ? [] : [otherTrial(trial, protocol.id)]),
    ({ figures }) => {
      if (figures === undefined) return []
      const ids = figures.map(({ id }) => id)
      return [
        ...repeatedIds(['figures'], 'figure', ids),
        ...figures.flatMap(({ is, fromPrinted }, index) => [
          ...quantityProblems(context, ['figures', index, 'is'], is, ids),
          ...(fromPrinted === undefined
            ? []
            : [fromPrinted.upperTail.statistic, fromPrinted.upperTail.degreesOfFreedom].flatMap(id =>
                named(['figures', index, 'fromPrinted'], 'figure', id, ids),
              )),
        ]),
      ]
    },
    ({ claims, figures }) =>
      (claims ?? []).flatMap((claim, index) =>
        figures === undefined
          ? []
          : unknownIds(
              ['claims', index, 'figures'],
              'figure',
              claim.figures,
              figures.map(({ id }) => id),
            ),
      ),
    ({ wholes }) =>
      (wholes ?? []).flatMap((whole, index) =>
        selectorProblems(context, ['wholes', index], { ...whole, level: whole.levels }),
      ),
    ({ implied }) =>
      (implied ?? []).flatMap((difference, index) => [
        ...unknownIds(['implied', index, 'arms'], 'arm', difference.arms, armIds(context)),
        ...named(['implied', index, 'outcome'], 'outcome', difference.outcome, outcomeIds(context)),
        ...named(['implied', index, 'less'], 'outcome', difference.less, outcomeIds(context)),
      ]),
    ({ charts: redrawn }) =>
      (redrawn ?? []).flatMap((chart, index) => [
        ...named(['charts', index, 'chart'], 'chart', chart.chart, charts),
        ...chart.series.flatMap((series, at) => [
          ...(series.analysis === undefined
            ? []
            : named(['charts', index, 'series', at, 'analysis'], 'analysis', series.analysis, analysisIds(context))),
          ...(series.contrast === undefined
            ? []
            : named(['charts', index, 'series', at, 'contrast'], 'contrast', series.contrast, contrastIds(context))),
          ...(series.outcome === undefined
            ? []
            : named(['charts', index, 'series', at, 'outcome'], 'outcome', series.outcome, outcomeIds(context))),
        ]),
      ]),
  ]
}

interface Context {
  protocol: Protocol
  plan: Plan
}

type Path = Problem['path']
type Selector = { arm: string; outcome: string; level?: string | readonly string[] | undefined }

const armIds = ({ protocol }: Context): string[] => protocol.arms.map(({ id }) => id)
const outcomeIds = ({ protocol }: Context): string[] => protocol.outcomes.map(({ id }) => id)
const contrastIds = ({ plan }: Context): string[] => plan.contrasts.map(({ id }) => id)
const analysisIds = ({ plan }: Context): string[] => plan.analyses.map(({ id }) => id)

function quantityProblems(context: Context, path: Path, is: Quantity, figures: readonly string[]): Problem[] {
  if ('stated' in is) return []
  if ('sum' in is) return unknownIds([...path, 'sum'], 'figure', is.sum, figures)
  if ('cases' in is) return named([...path, 'cases', 'arm'], 'arm', is.cases.arm, armIds(context))
  if ('cost' in is) return named([...path, 'cost', 'arm'], 'arm', is.cost.arm, armIds(context))
  if ('test' in is) return named([...path, 'test', 'analysis'], 'analysis', is.test.analysis, analysisIds(context))
  if ('halfWidth' in is) {
    return [
      ...named([...path, 'halfWidth', 'arm'], 'arm', is.halfWidth.arm, armIds(context)),
      ...named([...path, 'halfWidth', 'analysis'], 'analysis', is.halfWidth.analysis, analysisIds(context)),
    ]
  }
  if ('count' in is) return selectorProblems(context, [...path, 'count'], is.count)
  if ('percent' in is) return percentProblems(context, [...path, 'percent'], is.percent)
  if ('mean' in is) return selectorProblems(context, [...path, 'mean'], is.mean)
  if ('total' in is) return selectorProblems(context, [...path, 'total'], is.total)
  if ('percentOfTotal' in is) {
    return [
      ...selectorProblems(context, [...path, 'percentOfTotal'], is.percentOfTotal),
      ...named([...path, 'percentOfTotal', 'of'], 'outcome', is.percentOfTotal.of, outcomeIds(context)),
    ]
  }
  return [
    ...selectorProblems(context, [...path, 'costPerAdditional'], is.costPerAdditional),
    ...named([...path, 'costPerAdditional', 'against'], 'arm', is.costPerAdditional.against, armIds(context)),
  ]
}

function percentProblems(
  context: Context,
  path: Path,
  percent: Extract<Quantity, { percent: unknown }>['percent'],
): Problem[] {
  const numerator = selectorProblems(context, path, percent)
  if (percent.of === 'cases') return numerator
  return [...numerator, ...selectorProblems(context, [...path, 'of'], { ...percent.of, arm: percent.arm })]
}

function selectorProblems(context: Context, path: Path, { arm, outcome, level }: Selector): Problem[] {
  const declared = context.protocol.outcomes.find(({ id }) => id === outcome)
  const levels = level === undefined ? [] : typeof level === 'string' ? [level] : level
  const known = declared?.type === 'category' ? declared.levels : ['yes']
  return [
    ...named([...path, 'arm'], 'arm', arm, armIds(context)),
    ...named([...path, 'outcome'], 'outcome', outcome, outcomeIds(context)),
    ...(declared === undefined || declared.type === 'money'
      ? []
      : levels.flatMap(id => named([...path, 'level'], 'level', id, known))),
  ]
}
