import { canonicalJson } from '../../core/canonical-json.ts'
import { groupBy, sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import { type Computation, undefinedBecause } from '../../model/method.ts'
import {
  type ArtefactRedraw,
  type DesignRedraw,
  hasEqualChances,
  type LinkedType,
  type Redraw,
} from '../../model/redraw.ts'
import type { PlacedUnit, Summary, UnitType } from '../../model/summary.ts'

/** Units of one type with the probability that one of them is in each arm. */
export interface TypeProbabilities {
  type: UnitType
  probabilities: Readonly<Record<ArmId, number>>
}

/**
 * The probabilities of every type of unit: the design's own where it is known, split by chances where its units
 * had different ones, else the shares of the type as realised.
 */
export function allocationProbabilities(
  { unitTypes = [], arms, roster }: Summary<'units'>,
  redraw: Redraw = { given: 'realised_counts' },
): TypeProbabilities[] | Computation<never> {
  const given = (type: UnitType, probabilityIn: (arm: ArmId) => number): TypeProbabilities => ({
    type,
    probabilities: Object.fromEntries(arms.map(arm => [arm, probabilityIn(arm)])),
  })
  if (redraw.given === 'realised_counts') {
    return unitTypes.map(type => given(type, arm => unitsIn(type, arm) / unitsOf(type)))
  }
  if (redraw.given === 'artefacts') return byChances(unitTypes, arms, redraw, roster)
  const designed = unitTypes.map(type => ({ type, design: designOf(type, redraw) }))
  const other = designed.find(({ type, design }) => design?.units !== unitsOf(type))
  if (other !== undefined) {
    const detail = `The design deals another number of units with cases in ${describeCases(other.type)} than the outcome has.`
    return undefinedBecause('design_cannot_be_redrawn', detail)
  }
  return designed.map(({ type, design }) => given(type, arm => design?.probabilityIn(arm) ?? 0))
}

/** Types split by the chances that their units had; one entry a type where all had the same. */
function byChances(
  unitTypes: readonly UnitType[],
  arms: readonly ArmId[],
  redraw: ArtefactRedraw,
  roster: readonly PlacedUnit[] | undefined,
): TypeProbabilities[] | Computation<never> {
  const { arms: designed, chances, reason } = redraw
  const probabilitiesOf = (own: readonly number[]) =>
    Object.fromEntries(arms.map(arm => [arm, own[designed.indexOf(arm)] ?? 0]))
  const [first] = chances
  if (first === undefined) {
    return undefinedBecause('design_cannot_be_redrawn', `The chances of the cases are not known: ${reason}.`)
  }
  if (hasEqualChances(redraw)) {
    return unitTypes.map(type => ({ type, probabilities: probabilitiesOf(first) }))
  }
  if (roster === undefined) {
    return undefinedBecause('design_cannot_be_redrawn', `The summary does not hold the order of units: ${reason}.`)
  }
  const alike = groupBy(roster, ({ type, place }) => `${type} ${chances[place]?.join()}`)
  return [...alike.values()].map(units => ({
    type: typeOf(unitTypes[units[0]?.type ?? 0]?.cases ?? {}, arms, units),
    probabilities: probabilitiesOf(chances[units[0]?.place ?? 0] ?? []),
  }))
}

/** Some units of a type as a type of its own. */
function typeOf(cases: UnitType['cases'], arms: readonly ArmId[], units: readonly PlacedUnit[]): UnitType {
  const inArm = (wanted: ArmId) => {
    const own = units.filter(({ arm }) => arm === wanted)
    const others = own.flatMap(({ unit }) => unit ?? [])
    return { zeroUnits: own.length - others.length, units: others }
  }
  return { cases, arms: Object.fromEntries(arms.map(arm => [arm, inArm(arm)])) }
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
