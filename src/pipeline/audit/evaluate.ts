import { type Relation, type RelationName, relationName } from '../../model/audit-file.ts'
import type { PrintedNumber } from '../../model/printed-number.ts'
import type { Check, Quantities } from './check.ts'
import { difference, product, ratio, share, sum } from './checks/arithmetic.ts'
import { chiSquared } from './checks/chi-squared.ts'
import { correlation } from './checks/correlations.ts'
import { count, percentage } from './checks/counts.ts'
import { halfWidth, interval, symmetric } from './checks/intervals.ts'
import { mean, sd } from './checks/moments.ts'
import { pValue } from './checks/p-value.ts'
import { degreesOfFreedom, f, kruskalWallis, t } from './checks/tests.ts'
import type { Attainable } from './known.ts'

/** Every relation of an audit file. */
export const checks: { readonly [Name in RelationName]: Check<Name> } = {
  percentage,
  count,
  sum,
  difference,
  product,
  ratio,
  share,
  half_width: halfWidth,
  interval,
  symmetric,
  mean,
  sd,
  chi_squared: chiSquared,
  kruskal_wallis: kruskalWallis,
  t,
  correlation,
  f,
  degrees_of_freedom: degreesOfFreedom,
  p: pValue,
}

export function evaluate(relation: Relation, quantities: Quantities, printed: PrintedNumber | undefined): Attainable {
  const name = relationName(relation)
  const check = checks[name] as Check<RelationName>
  return check((relation as Record<RelationName, unknown>)[name] as never, quantities, printed)
}
