import { sumOf } from '../core/lists.ts'
import type { ArmId } from '../model/ids.ts'
import type { Pooling } from '../model/pooled-arms.ts'
import type { ArtefactRedraw, CountsDraw, DesignRedraw, Redraw } from '../model/redraw.ts'

/** How the allocation is drawn again, told of arms of which some are taken together. */
export function poolRedraw(redraw: Redraw, pooling: Pooling): Redraw {
  switch (redraw.given) {
    case 'realised_counts':
      return redraw
    case 'design':
      return poolDesign(redraw, pooling)
    case 'artefacts':
      return poolArtefacts(redraw, pooling)
  }
}

function poolDesign(redraw: DesignRedraw, { arms, nameOf }: Pooling): DesignRedraw {
  const places = placesOf(redraw.arms, { arms, nameOf })
  return {
    given: 'design',
    arms,
    linked: redraw.linked.map(type => ({ ...type, splits: poolSplits(type.splits, places) })),
    targets: Object.fromEntries(
      Object.entries(redraw.targets).map(([stratum, targets]) => [
        stratum,
        Object.fromEntries(arms.map(arm => [arm, sumOf(ownOf(redraw.arms, arm, nameOf).map(id => targets[id] ?? 0))])),
      ]),
    ),
  }
}

const ownOf = (arms: readonly ArmId[], name: ArmId, nameOf: Pooling['nameOf']): ArmId[] =>
  arms.filter(arm => nameOf(arm) === name)

/** Where each arm left is among those of the design. */
const placesOf = (designed: readonly ArmId[], { arms, nameOf }: Pooling): number[][] =>
  arms.map(arm => designed.flatMap((id, place) => (nameOf(id) === arm ? [place] : [])))

/** Splits that are the same once arms are taken together are one, with their weights added up. */
function poolSplits(splits: readonly CountsDraw[], places: readonly (readonly number[])[]): CountsDraw[] {
  const weights = new Map<string, CountsDraw>()
  for (const { units, weight } of splits) {
    const own = places.map(each => sumOf(each.map(place => units[place] ?? 0)))
    const key = own.join(' ')
    weights.set(key, { units: own, weight: weight + (weights.get(key)?.weight ?? 0) })
  }
  return [...weights.values()]
}

function poolArtefacts(redraw: ArtefactRedraw, pooling: Pooling): ArtefactRedraw {
  const { arms, chances, deal } = redraw
  const places = placesOf(arms, pooling)
  const known = new Map<readonly number[], readonly number[]>()
  const poolChances = (own: readonly number[]): readonly number[] => {
    const pooled = known.get(own) ?? places.map(each => sumOf(each.map(place => own[place] ?? 0)))
    known.set(own, pooled)
    return pooled
  }
  const placeAt = arms.map(arm => pooling.arms.indexOf(pooling.nameOf(arm)))
  return {
    ...redraw,
    arms: pooling.arms,
    chances: chances.map(poolChances),
    ...(deal && { deal: source => Uint16Array.from(deal(source), place => placeAt[place] ?? 0) }),
  }
}
