import { compareBytes } from '../../core/byte-order.ts'
import { sumOf } from '../../core/lists.ts'
import type { IntegerSource } from '../../core/random.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import { type Computation, undefinedBecause } from '../../model/method.ts'
import {
  type ArtefactRedraw,
  type CountsDraw,
  type DesignRedraw,
  hasEqualChances,
  type LinkedType,
  type Redraw,
} from '../../model/redraw.ts'
import type { PlacedUnit, Summary, Unit, UnitType } from '../../model/summary.ts'
import { casesOf, typeKey } from '../../summaries/index.ts'

/** Units that are dealt alike. */
export interface DealtType {
  /** Cases of one unit in each stratum. */
  cases: readonly number[]
  /** Units in the arms that are dealt. */
  units: number
  /** Units that are not all zero, by the arm that they are in. */
  others: readonly (readonly Unit[])[]
  /** Units of each arm as allocated. */
  realised: readonly number[]
  /** Splits over the arms that may be drawn; none for single cases, which fill the targets. */
  splits: readonly CountsDraw[] | undefined
}

/** A draw of all units by themselves. */
export interface UnitByUnit {
  /** The units, by index of `types`, in the order of the sample. */
  roster: readonly PlacedUnit[]
  /** Draws the arms of all cases, as indices of `armAt`. */
  deal(source: IntegerSource): ArrayLike<number>
  /** Whether all cases had the same chances of the arms. */
  equalChances: boolean
  /** Index of each arm of the design among the arms that are dealt. */
  armAt: readonly number[]
}

/** The units of the arms that are dealt, and the rule. Units of all other arms stay where they are. */
export interface Dealing {
  given: Redraw['given']
  /** Set where units are not dealt by type, but drawn one by one; then every arm of the design is dealt. */
  unitByUnit?: UnitByUnit | undefined
  arms: readonly ArmId[]
  strata: readonly StratumId[]
  /** Linked types first. */
  types: readonly DealtType[]
  /** Cases of stratum s in arm a, at s x arms + a. */
  targets: readonly number[]
}

/** How the units of `arms` are dealt again while those of other arms stay; or why the summary does not hold the design. */
export function dealingOf(
  summary: Summary<'units'>,
  redraw: Redraw = { given: 'realised_counts' },
  arms: readonly ArmId[] = summary.arms,
): Dealing | Computation<never> {
  const types = summary.unitTypes ?? []
  const strata = [...new Set(types.flatMap(({ cases }) => Object.keys(cases)))].sort(compareBytes)
  if (redraw.given === 'artefacts') return unitByUnit(summary, redraw, arms, strata)
  const design = redraw.given === 'design' ? redraw : realisedCounts(summary.arms, types, strata)
  const fault = redraw.given === 'design' ? differenceFrom(design, summary, strata) : undefined
  if (fault !== undefined) return undefinedBecause('design_cannot_be_redrawn', fault)
  const linkedOf = new Map(design.linked.map(type => [typeKey(type.cases), type]))
  const inOrder = [...types.filter(isLinked), ...types.filter(type => !isLinked(type))]
  return {
    given: redraw.given,
    arms,
    strata,
    types: inOrder.map(type => dealtType(type, linkedOf.get(typeKey(type.cases)), design.arms, arms, strata)),
    targets: strata.flatMap(stratum => arms.map(arm => design.targets[stratum]?.[arm] ?? 0)),
  }
}

/** The arms asked for come first; the others are drawn with them. */
function unitByUnit(
  { arms: observed, unitTypes = [], roster }: Summary<'units'>,
  redraw: ArtefactRedraw,
  wanted: readonly ArmId[],
  strata: readonly StratumId[],
): Dealing | Computation<never> {
  const { reason, arms: designed, deal } = redraw
  const outside = designed.filter(arm => !observed.includes(arm))
  if (roster === undefined || deal === undefined) {
    return undefinedBecause('design_cannot_be_redrawn', `The summary does not hold the order of units: ${reason}.`)
  }
  if (outside.length > 0) {
    const detail = `The outcome was not observed in ${outside.join(', ')}, and units cannot be drawn without: ${reason}.`
    return undefinedBecause('design_cannot_be_redrawn', detail)
  }
  const arms = [...wanted, ...designed.filter(arm => !wanted.includes(arm))]
  return {
    given: 'artefacts',
    unitByUnit: {
      roster,
      deal,
      equalChances: hasEqualChances(redraw),
      armAt: designed.map(arm => arms.indexOf(arm)),
    },
    arms,
    strata,
    types: unitTypes.map(type => dealtType(type, undefined, designed, arms, strata)),
    targets: strata.flatMap(stratum => arms.map(arm => realisedCases(unitTypes, stratum, arm))),
  }
}

const isLinked = ({ cases }: UnitType): boolean => casesOf(cases) > 1

const unitsIn = ({ arms }: UnitType, arm: ArmId): number => {
  const { zeroUnits = 0, units = [] } = arms[arm] ?? {}
  return zeroUnits + units.length
}

const realisedCases = (types: readonly UnitType[], stratum: StratumId, arm: ArmId): number =>
  sumOf(types.map(type => (type.cases[stratum] ?? 0) * unitsIn(type, arm)))

/** The redraw that gives every arm as many units of each type as it has. */
function realisedCounts(
  arms: readonly ArmId[],
  types: readonly UnitType[],
  strata: readonly StratumId[],
): Omit<DesignRedraw, 'given'> {
  return {
    arms,
    linked: types.filter(isLinked).map(type => {
      const units = arms.map(arm => unitsIn(type, arm))
      return { cases: type.cases, units: sumOf(units), splits: [{ units, weight: 1 }] }
    }),
    targets: Object.fromEntries(
      strata.map(stratum => [stratum, Object.fromEntries(arms.map(arm => [arm, realisedCases(types, stratum, arm)]))]),
    ),
  }
}

/** What of the design the summary does not hold, as a sentence. */
function differenceFrom(
  { arms, targets, linked }: Omit<DesignRedraw, 'given'>,
  summary: Summary<'units'>,
  strata: readonly StratumId[],
): string | undefined {
  const types = summary.unitTypes ?? []
  if (arms.length !== summary.arms.length || arms.some(arm => !summary.arms.includes(arm))) {
    return `The outcome was observed in the arms ${summary.arms.join(', ')}, and the design deals ${arms.join(', ')}.`
  }
  for (const stratum of new Set([...strata, ...Object.keys(targets)])) {
    for (const arm of arms) {
      const [found, wanted] = [realisedCases(types, stratum, arm), targets[stratum]?.[arm] ?? 0]
      if (found !== wanted) {
        return `The summary has ${found} cases of stratum ${stratum} in ${arm}, and the design ${wanted}.`
      }
    }
  }
  const counts = new Map(linked.map(type => [typeKey(type.cases), type]))
  const odd = types.filter(isLinked).find(type => {
    const designed = counts.get(typeKey(type.cases))
    return !designed?.splits.some(split => split.units.every((units, a) => units === unitsIn(type, arms[a] ?? '')))
  })
  if (odd === undefined) return undefined
  return `No draw of the design gives the arms the linked cases of type ${typeKey(odd.cases)} that they have.`
}

function dealtType(
  type: UnitType,
  linked: LinkedType | undefined,
  designArms: readonly ArmId[],
  arms: readonly ArmId[],
  strata: readonly StratumId[],
): DealtType {
  const realised = arms.map(arm => unitsIn(type, arm))
  return {
    cases: strata.map(stratum => type.cases[stratum] ?? 0),
    units: sumOf(realised),
    others: arms.map(arm => type.arms[arm]?.units ?? []),
    realised,
    splits: linked && splitsBetween(type, linked, designArms, arms),
  }
}

/** The splits in which every arm that is not dealt keeps its units, over the arms that are. */
function splitsBetween(
  type: UnitType,
  { splits }: LinkedType,
  designArms: readonly ArmId[],
  arms: readonly ArmId[],
): CountsDraw[] {
  return splits
    .filter(({ units }) => designArms.every((arm, a) => arms.includes(arm) || units[a] === unitsIn(type, arm)))
    .map(({ units, weight }) => ({ units: arms.map(arm => units[designArms.indexOf(arm)] ?? 0), weight }))
}
