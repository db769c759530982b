import type { Plan } from '../../model/plan.ts'
import type { Protocol } from '../../model/protocol.ts'
import { type NamedNumber, type Results, resultsOf } from '../../report/index.ts'

interface Declared {
  protocol: Pick<Protocol, 'arms' | 'outcomes'>
  plan: Pick<Plan, 'analyses' | 'contrasts'>
}

/** Columns by which an analysis is referred to, each by its first word. */
const columns = ['estimate', 'conf', 'half', 'std', 'p', 'adj', 'n', 'statistic', 'parameter', 'den', 'comparisons']
const furtherColumns = ['simultaneous', 'draws', 'mc', 'reason']

/** First words of ids whose others a run alone can tell. */
const ofRuns = ['flow', 'summary', 'assurance', 'baseline', 'comparison', 'rest']

/**
 * The results that a run of a trial could have, for a check of its texts before there is one: each stands for a number that is not
 * known. An id is one of them unless it names an analysis, an outcome, an arm or a chart that is declared nowhere.
 */
export function declaredResults(declared: Declared, charts: readonly string[]): Results {
  const known = resultsOf(idsOf(declared).map(unknownNumber))
  return { ...known, find: id => (couldBe(id.split('.'), declared, charts) ? unknownNumber(id) : undefined) }
}

/** A number in place of one that only a run has. */
const unknownNumber = (id: string): NamedNumber => ({ id, value: 0, unit: id.endsWith('p.value') ? 'p' : 'number' })

function couldBe([head = '', ...rest]: readonly string[], declared: Declared, charts: readonly string[]): boolean {
  const { protocol, plan } = declared
  const arms = protocol.arms.map(({ id }) => id)
  const outcomes = protocol.outcomes.map(({ id }) => id)
  const [first = '', second = ''] = rest
  switch (head) {
    case 'cases':
      return [...arms, 'all', 'arms'].includes(first)
    case 'plan':
      return ['alpha', 'confidence_level', 'power'].includes(first)
    case 'counts':
    case 'shares':
    case 'observed':
    case 'missing':
    case 'amounts':
      return outcomes.includes(first) && arms.includes(second)
    case 'implied':
      return outcomes.includes(first) && outcomes.includes(rest[2] ?? '') && arms.includes(rest[3] ?? '')
    case 'economics':
      return [...arms, 'frontier'].includes(first)
    case 'harm':
    case 'departure':
      return arms.includes(second)
    case 'harms':
    case 'departures':
    case 'records':
      return arms.includes(first)
    case 'chart':
      return charts.includes(first) || first === 'flow'
  }
  if (ofRuns.includes(head)) return rest.length > 0
  const isPart = [...arms, ...plan.contrasts.map(({ id }) => id), ...columns, ...furtherColumns].includes(first)
  // What names no part may be the analysis of an exploration, of which only a run knows.
  return plan.analyses.some(({ id }) => id === head) ? isPart : rest.length > 1 && !isPart
}

/** Ids to suggest where one is mistyped: those that a text refers to most. */
function idsOf({ protocol: { arms, outcomes }, plan: { analyses, contrasts } }: Declared): string[] {
  const ofArms = (head: string): string[] => arms.map(({ id }) => `${head}.${id}`)
  return [
    ...ofArms('cases'),
    ...['cases.all', 'cases.arms', 'plan.alpha', 'plan.confidence_level', 'plan.power'],
    ...analyses.flatMap(({ id }) =>
      [...arms, ...contrasts].flatMap(of =>
        ['estimate', 'conf.low', 'conf.high'].map(column => `${id}.${of.id}.${column}`),
      ),
    ),
    ...analyses.flatMap(({ id }) => [`${id}.statistic`, `${id}.p.value`]),
    ...outcomes.flatMap(({ id }) => [...ofArms(`observed.${id}`), ...ofArms(`missing.${id}`)]),
  ]
}
