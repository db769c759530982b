import { compareBytes } from '../../core/byte-order.ts'
import { groupBy, sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import type { DesignRedraw } from '../../model/redraw.ts'
import type { DesignProtocol } from '../allocation/method.ts'
import { allocationMethod } from '../allocation/methods.ts'
import type { RatioPart } from '../count-vectors.ts'
import { type RatioDraw, type SampleRatio, sampleRatio } from '../sample-ratio.ts'
import type { JoinedCase } from './joined-cases.ts'

/** Counts of every stratum, and of every value of a baseline field where one is named, against the mechanism's. */
export interface SampleRatios {
  strata: readonly SampleRatio[]
  batches: { field: string; ratios: readonly SampleRatio[] } | null
}

/** Value of a batch whose cases have none. */
const withoutValue = '(missing)'

/** Strata in the order in which the targets name them, or by name; batches by value. Cases in byte order of id. */
export function sampleRatios(cases: readonly JoinedCase[], protocol: DesignProtocol, batch?: string): SampleRatios {
  const method = allocationMethod(protocol)
  const targets = method.fixedTargets?.(protocol)
  const arms = protocol.arms.map(({ id }) => id)
  const singly = targets === undefined ? (method.independent ? 'independent' : 'dependent') : 'fixed'
  const draw: RatioDraw = cases.some(({ linked }) => linked) ? 'clusters' : singly
  const partsOf = partsBy(cases, protocol, draw)
  const ratiosBy = (nameOf: (item: JoinedCase) => string): SampleRatio[] =>
    [...groupsInOrder([...cases.keys()], at => nameOf(cases[at] as JoinedCase))].map(([group, members]) => {
      const observed = countsIn(
        members.map(at => cases[at] as JoinedCase),
        arms,
      )
      return sampleRatio({ group, observed, parts: partsOf(members) }, arms, draw)
    })
  return {
    strata: targets === undefined ? ratiosBy(({ stratum }) => stratum) : fixedStrata(cases, targets, arms),
    batches:
      batch === undefined
        ? null
        : { field: batch, ratios: ratiosBy(({ baseline }) => String(baseline[batch] ?? withoutValue)) },
  }
}

/** Strata of which every draw meets the targets, linked cases or not. */
function fixedStrata(
  cases: readonly JoinedCase[],
  targets: DesignRedraw['targets'],
  arms: readonly ArmId[],
): SampleRatio[] {
  const members = groupsInOrder(cases, ({ stratum }) => stratum)
  return Object.entries(targets).map(([group, row]) => {
    const places = arms.map(arm => row[arm] ?? 0)
    const total = sumOf(places)
    const chances = places.map(count => (total === 0 ? 0 : count / total))
    const parts: RatioPart[] = [{ cases: total, chances, dealtAmong: total }]
    return sampleRatio({ group, observed: countsIn(members.get(group) ?? [], arms), parts }, arms, 'fixed')
  })
}

const countsIn = (members: readonly JoinedCase[], arms: readonly ArmId[]): number[] =>
  arms.map(arm => members.filter(item => item.arm === arm).length)

/** The parts of a group of cases. */
function partsBy(
  cases: readonly JoinedCase[],
  protocol: DesignProtocol,
  draw: RatioDraw,
): (members: readonly number[]) => RatioPart[] {
  const chances = allocationMethod(protocol).chances(cases, protocol)
  const strata = groupsInOrder(cases, ({ stratum }) => stratum)
  return members => {
    const alike = groupsInOrder(members, at => `${cases[at]?.stratum} ${chances[at]?.join()}`)
    return [...alike.values()].map(([first = 0, ...others]) => ({
      cases: 1 + others.length,
      chances: chances[first] ?? [],
      ...(draw === 'fixed' && { dealtAmong: strata.get(cases[first]?.stratum ?? '')?.length }),
    }))
  }
}

/** Groups in byte order of their names. */
const groupsInOrder = <T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> =>
  new Map([...groupBy(items, nameOf)].sort(([a], [b]) => compareBytes(a, b)))
