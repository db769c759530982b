import type { AnyMethod, MethodTraits, OutcomeType } from '../model/method.ts'
import type { SummaryKind } from '../model/summary.ts'
import { kindsOf } from '../summaries/index.ts'
import { methods } from './registry.ts'

const outcomeTypes = ['binary', 'category', 'money', 'time'] as const

/** Counts of a time are of how its waiting ended; a method of shares would take censored cases for cases without the event. */
const isFor = (type: OutcomeType, kind: SummaryKind): boolean =>
  kindsOf[type].includes(kind) && (type !== 'time' || kind === 'eventTimes')

/** What plans are checked against: every registered method, with what it reads and the outcomes that it is for. */
export const methodTraits: readonly MethodTraits[] = methods.all.map(
  ({
    id,
    reads = [],
    statistics = [],
    requires,
    outcomes,
    oneLevel,
    pValues,
    simultaneous,
    comparable,
    pairsArms,
  }: AnyMethod) => ({
    id,
    reads,
    statistics,
    outcomes: outcomes ?? outcomeTypes.filter(type => isFor(type, requires)),
    oneLevel: oneLevel === true,
    pValues,
    simultaneous,
    comparable,
    pairsArms,
  }),
)
