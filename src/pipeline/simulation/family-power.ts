import type { Plan } from '../../model/plan.ts'
import { adjustmentOf, comparisonsIn } from '../families.ts'
import { type Simulated, shareOf } from './monte-carlo.ts'
import type { Recorded } from './recorder.ts'
import { nameOf } from './replicates.ts'

/** How often a family finds something. Without an effect, `any` is the familywise error rate. */
export interface FamilyPower {
  family: string
  title: string
  method: string
  comparisons: number
  /** Share of replicates in which one or more adjusted P are at most alpha, and all. */
  any: Simulated | null
  all: Simulated | null
}

/** Families that are simulated whole, and the adjusted P of their comparisons by the name of the part. */
export function adjustedFamilies(
  plan: Plan,
  simulated: readonly string[],
  { numbers, to: replicates }: Recorded,
): { families: FamilyPower[]; adjusted: ReadonlyMap<string, Float64Array> } {
  const adjusted = new Map<string, Float64Array>()
  const families = (plan.families ?? []).flatMap((family): FamilyPower[] => {
    const comparisons = comparisonsIn(plan, family)
    if (comparisons.some(({ analysis }) => !simulated.includes(analysis))) return []
    const names = comparisons.map(({ analysis, contrast }) => nameOf.part(analysis, contrast))
    const raw = names.map(name => numbers[nameOf.number(name, 'p')])
    const own = names.map(() => new Float64Array(replicates).fill(Number.NaN))
    const rejected = Array.from({ length: replicates }, (_, replicate) => {
      const ps = raw.map(values => values?.[replicate] ?? Number.NaN)
      // One that could not be computed counts as P = 1, as in the analysis itself.
      const pValues = adjustmentOf(family).adjust(ps.map(p => (Number.isNaN(p) ? 1 : p)))
      pValues.forEach((p, at) => {
        if (own[at] !== undefined && !Number.isNaN(ps[at])) own[at][replicate] = p
      })
      return { finds: pValues.filter(p => p <= plan.alpha).length, tests: ps.some(p => !Number.isNaN(p)) }
    }).filter(({ tests }) => tests)
    names.forEach((name, at) => {
      adjusted.set(name, own[at] as Float64Array)
    })
    return [
      {
        ...{ family: family.id, title: family.title, method: family.method, comparisons: comparisons.length },
        any: shareOf(rejected.map(({ finds }) => finds > 0)),
        all: shareOf(rejected.map(({ finds }) => finds === comparisons.length)),
      },
    ]
  })
  return { families, adjusted }
}
