import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import { allocationMethod } from '../allocation/methods.ts'
import { type RatioDraw, type RatioPart, type SampleRatio, sampleRatio } from '../sample-ratio.ts'
import { readTargets, type TargetProtocol } from '../targets.ts'
import type { JoinedCase } from './joined-cases.ts'

/** Counts of every stratum, and of every value of a baseline field where one is named, against the mechanism's. */
export interface SampleRatios {
  strata: readonly SampleRatio[]
  batches: { field: string; ratios: readonly SampleRatio[] } | null
}

/** Value of a batch whose cases have none. */
const withoutValue = '(missing)'

/** Strata in the order in which the targets name them, or by name; batches by value. */
export function sampleRatios(cases: readonly JoinedCase[], protocol: TargetProtocol, batch?: string): SampleRatios {
  const draw = drawOf(cases, protocol)
  const arms = protocol.arms.map(({ id }) => id)
  const chancesOf = draw === 'fixed' ? fixedChances(protocol) : recordedChances(cases, arms)
  const ratiosBy = (nameOf: (item: JoinedCase) => string): SampleRatio[] =>
    [...groupBy(cases, nameOf)].map(([group, members]) =>
      sampleRatio({ group, observed: countsIn(members, arms), parts: partsOf(members, chancesOf) }, arms, draw),
    )
  const isFixed = allocationMethod(protocol).counts === 'fixed'
  return {
    strata: isFixed ? fixedStrata(cases, protocol) : ratiosBy(({ stratum }) => stratum),
    batches:
      batch === undefined
        ? null
        : { field: batch, ratios: ratiosBy(({ baseline }) => String(baseline[batch] ?? withoutValue)) },
  }
}

/** Strata of which every draw meets the targets, linked cases or not. */
function fixedStrata(cases: readonly JoinedCase[], protocol: TargetProtocol): SampleRatio[] {
  const { arms, strata, counts, ofStratum } = readTargets(protocol)
  const members = groupBy(cases, ({ stratum }) => stratum)
  return strata.map((group, s) => {
    const total = ofStratum[s] ?? 0
    const chances = (counts[s] ?? []).map(count => (total === 0 ? 0 : count / total))
    const parts: RatioPart[] = [{ cases: total, chances, dealtAmong: total }]
    return sampleRatio({ group, observed: countsIn(members.get(group) ?? [], arms), parts }, arms, 'fixed')
  })
}

function drawOf(cases: readonly JoinedCase[], protocol: TargetProtocol): RatioDraw {
  if (cases.some(({ linked }) => linked)) return 'clusters'
  return allocationMethod(protocol).counts ?? 'dependent'
}

/** The chances of a case, and among how many it was dealt to fixed counts; undefined where they are not known. */
type ChancesOf = (item: JoinedCase) => Pick<RatioPart, 'chances' | 'dealtAmong'> | undefined

/** Single cases of a stratum fill its targets. */
function fixedChances(protocol: TargetProtocol): ChancesOf {
  const { strata, counts, ofStratum } = readTargets(protocol)
  const ofName = new Map(
    strata.map((stratum, s) => {
      const dealtAmong = ofStratum[s] ?? 0
      return [stratum, { chances: (counts[s] ?? []).map(count => count / dealtAmong), dealtAmong }]
    }),
  )
  return ({ stratum }) => ofName.get(stratum)
}

/**
 * The chances that cases of one stratum, linked or single, tell of each other: each arm's probability is recorded with the
 * cases in it. Unknown where one arm has two of them, or more than one arm has no case that would tell.
 */
function recordedChances(cases: readonly JoinedCase[], arms: readonly ArmId[]): ChancesOf {
  const classes = new Map<string, Map<ArmId, Set<number>>>()
  for (const item of cases) {
    const ofArm = classes.get(classOf(item)) ?? new Map<ArmId, Set<number>>()
    const seen = ofArm.get(item.arm) ?? new Set()
    ofArm.set(item.arm, seen.add(item.probability.numerator / item.probability.denominator))
    classes.set(classOf(item), ofArm)
  }
  const chances = new Map([...classes].map(([name, ofArm]) => [name, chancesIn(ofArm, arms)]))
  return item => {
    const found = chances.get(classOf(item))
    return found && { chances: found }
  }
}

const classOf = ({ stratum, linked }: JoinedCase): string => `${linked} ${stratum}`

function chancesIn(ofArm: ReadonlyMap<ArmId, ReadonlySet<number>>, arms: readonly ArmId[]): number[] | undefined {
  const seen = arms.map(arm => [...(ofArm.get(arm) ?? [])])
  const left = Math.max(0, 1 - sumOf(seen.flat()))
  const unseen = seen.filter(values => values.length === 0).length
  const isKnown = seen.every(values => values.length < 2) && (unseen < 2 || left < 1e-12)
  return isKnown ? seen.map(([value]) => value ?? (left < 1e-12 ? 0 : left)) : undefined
}

const countsIn = (members: readonly JoinedCase[], arms: readonly ArmId[]): number[] =>
  arms.map(arm => members.filter(item => item.arm === arm).length)

function partsOf(members: readonly JoinedCase[], chancesOf: ChancesOf): RatioPart[] | undefined {
  const parts = [...groupBy(members, classOf).values()].map((alike): RatioPart | undefined => {
    const chances = chancesOf(alike[0] as JoinedCase)
    return chances && { cases: alike.length, ...chances }
  })
  const known = parts.filter(part => part !== undefined)
  return known.length === parts.length ? known : undefined
}

/** Groups in order of their names' bytes. */
function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = nameOf(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
