import type { AnyMethod, MethodTraits } from '../model/method.ts'
import { kindsOf } from '../summaries/index.ts'
import { methods } from './registry.ts'

const outcomeTypes = ['binary', 'category', 'money'] as const

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
  }: AnyMethod) => ({
    id,
    reads,
    statistics,
    outcomes: outcomes ?? outcomeTypes.filter(type => kindsOf[type].includes(requires)),
    oneLevel: oneLevel === true,
    pValues,
    simultaneous,
    comparable,
  }),
)
