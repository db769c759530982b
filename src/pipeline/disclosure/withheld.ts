import { isSmall } from './small-counts.ts'
import { type CountIdentity, workedOut } from './worked-out.ts'

/** Counts of cases that are published together, and what is known to hold between them. */
export interface CountSystem {
  counts: ReadonlyMap<string, number>
  identities: readonly CountIdentity[]
  /** Whether a count of it, where it is small, tells of somebody. */
  protects(id: string): boolean
  /** How much is lost where it is held back. */
  cost(id: string): number
}

/**
 * Ids of the counts that are held back: the small ones that are protected, those of `first`, and as many others, the cheapest
 * first, as it takes that no small one can be worked out from what is shown. Where a known total has small parts, two or more of
 * its parts are held back, and together they are `leastCases` or more. Nothing more is held back once every count is.
 */
export function withheld(system: CountSystem, leastCases: number, first: Iterable<string> = []): ReadonlySet<string> {
  const { counts, protects, cost } = system
  const isTelling = (id: string): boolean => protects(id) && isSmall(counts.get(id) ?? 0, leastCases)
  const needed = new Set([...first, ...[...counts.keys()].filter(isTelling)])
  const held = new Set(needed)
  const openings = (): Openings => openingsOf(system, { held, leastCases, isTelling })
  for (let open = openings(); open.isTold; open = openings()) {
    const next = [open.few, open.ways, open.all].reduce<string | undefined>(
      (found, choice) => found ?? cheapest(system, choice, held),
      undefined,
    )
    if (next === undefined) return held
    held.add(next)
  }
  // What was held back on the way need not be at the end.
  const others = [...held].filter(id => !needed.has(id)).sort((a, b) => cost(b) - cost(a))
  for (const id of others) {
    held.delete(id)
    if (openings().isTold) held.add(id)
  }
  return held
}

/** How a small count can be worked out, or nearly so. */
interface Openings {
  isTold: boolean
  /** Identities of a known total with too few unknown parts. */
  few: readonly CountIdentity[]
  /** Identities with counts that can be worked out: each may be a way to a small one. */
  ways: readonly CountIdentity[]
  /** Identities with anything unknown. */
  all: readonly CountIdentity[]
}

function openingsOf(
  { counts, identities }: CountSystem,
  by: { held: ReadonlySet<string>; leastCases: number; isTelling(id: string): boolean },
): Openings {
  const { held, leastCases, isTelling } = by
  const open = new Set(workedOut(identities, held))
  const isKnown = (id: string): boolean => !held.has(id) || open.has(id)
  const few = identities.filter(({ of, parts }) => {
    const unknown = parts.filter(id => !isKnown(id))
    const cases = unknown.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0)
    return isKnown(of) && unknown.some(isTelling) && (unknown.length < 2 || cases < leastCases)
  })
  const having = (ids: ReadonlySet<string>) =>
    identities.filter(({ of, parts }) => [of, ...parts].some(id => ids.has(id)))
  return {
    isTold: few.length > 0 || [...open].some(isTelling),
    few,
    ways: having(open),
    all: having(held),
  }
}

function cheapest(
  { counts, cost }: CountSystem,
  identities: readonly CountIdentity[],
  held: ReadonlySet<string>,
): string | undefined {
  const shown = identities
    .flatMap(({ of, parts }) => [...parts, of])
    .filter(id => !held.has(id) && (counts.get(id) ?? 0) > 0)
  return shown.reduce<string | undefined>(
    (least, id) => (least === undefined || cost(id) < cost(least) ? id : least),
    undefined,
  )
}
