import { canonicalJson } from '../../core/canonical-json.ts'
import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import { type Computation, undefinedBecause } from '../../model/method.ts'
import type { DesignRedraw, LinkedType, Redraw } from '../../model/redraw.ts'
import type { Summary, UnitType } from '../../model/summary.ts'

/** Units of one type with the probability that one of them is in each arm. */
export interface TypeProbabilities {
  type: UnitType
  probabilities: Readonly<Record<ArmId, number>>
}

/**
 * The probabilities of every type of unit: the design's own where it is known, else the shares of the type as realised.
 */
export function allocationProbabilities(
  { unitTypes = [], arms }: Summary<'units'>,
  redraw: Redraw = { given: 'realised_counts' },
): TypeProbabilities[] | Computation<never> {
  const given = (type: UnitType, probabilityIn: (arm: ArmId) => number): TypeProbabilities => ({
    type,
    probabilities: Object.fromEntries(arms.map(arm => [arm, probabilityIn(arm)])),
  })
  if (redraw.given === 'realised_counts') {
    return unitTypes.map(type => given(type, arm => unitsIn(type, arm) / unitsOf(type)))
  }
  if (redraw.given === 'artefacts') {
    return undefinedBecause('design_cannot_be_redrawn', `The units of a type were not all alike: ${redraw.reason}.`)
  }
  const designed = unitTypes.map(type => ({ type, design: designOf(type, redraw) }))
  const other = designed.find(({ type, design }) => design?.units !== unitsOf(type))
  if (other !== undefined) {
    const detail = `The design deals another number of units with cases in ${describeCases(other.type)} than the outcome has.`
    return undefinedBecause('design_cannot_be_redrawn', detail)
  }
  return designed.map(({ type, design }) => given(type, arm => design?.probabilityIn(arm) ?? 0))
}

/** Cases of a type in words, as "1993 (2) and 2003 (1)". */
export const describeCases = ({ cases }: UnitType): string =>
  Object.entries(cases)
    .map(([stratum, count]) => `${stratum} (${count})`)
    .join(' and ')

const unitsIn = ({ arms }: UnitType, arm: ArmId): number => (arms[arm]?.zeroUnits ?? 0) + (arms[arm]?.units.length ?? 0)
const unitsOf = (type: UnitType): number => sumOf(Object.keys(type.arms).map(arm => unitsIn(type, arm)))

interface DesignOfType {
  units: number
  probabilityIn(arm: ArmId): number
}

function designOf({ cases }: UnitType, redraw: DesignRedraw): DesignOfType | undefined {
  const linked = redraw.linked.find(candidate => canonicalJson(candidate.cases) === canonicalJson(cases))
  if (linked !== undefined) return { units: linked.units, probabilityIn: arm => linkedProbability(linked, redraw, arm) }
  const [stratum = ''] = Object.keys(cases)
  return sumOf(Object.values(cases)) === 1 ? designOfSingles(stratum, redraw) : undefined
}

/** The mean share of an arm over the splits that the draw may give. */
function linkedProbability({ units, splits }: LinkedType, { arms }: DesignRedraw, arm: ArmId): number {
  const index = arms.indexOf(arm)
  const weights = sumOf(splits.map(({ weight }) => weight))
  return sumOf(splits.map(split => split.weight * (split.units[index] ?? 0))) / (weights * units)
}

/** Single cases fill what the linked ones are expected to leave of an arm's target. */
function designOfSingles(stratum: string, redraw: DesignRedraw): DesignOfType {
  const targets = redraw.targets[stratum] ?? {}
  const linkedCases = redraw.linked.map(type => ({ type, cases: type.units * (type.cases[stratum] ?? 0) }))
  const units = sumOf(Object.values(targets)) - sumOf(linkedCases.map(({ cases }) => cases))
  const expected = (arm: ArmId): number =>
    sumOf(linkedCases.map(({ type, cases }) => cases * linkedProbability(type, redraw, arm)))
  return { units, probabilityIn: arm => ((targets[arm] ?? 0) - expected(arm)) / units }
}
