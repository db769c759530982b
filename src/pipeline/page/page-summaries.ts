import { combinationsOf } from '../../core/lists.ts'
import { controlArm, type Outcome } from '../../model/protocol.ts'
import type { AnySummary, Cell, Counts, Moments, Summary } from '../../model/summary.ts'
import type { PageCounts, RecoveredFamily } from '../../summaries/recover/count-families.ts'
import type { CountSolution } from '../../summaries/recover/count-solver.ts'
import { recoverMoments } from '../../summaries/recover/moments.ts'
import type { Page } from '../../summaries/recover/page.ts'

/** An outcome's summary as print gives it: at the nearest integers, and at the corners of what the print allows. */
export interface RecoveredSummary<K extends 'counts' | 'moments'> {
  nearest: Summary<K>
  corners: readonly Summary<K>[]
}

/** Recovers an outcome's counts in every arm for which the page gives them; undefined where it gives none. */
export function recoverCounts(
  page: Page,
  counts: PageCounts,
  outcome: Outcome,
): RecoveredSummary<'counts'> | undefined {
  const arms = page.protocol.arms.flatMap(({ id }) => {
    const family = counts.family(id, outcome.id)
    const nearest = family?.nearest()
    return family === undefined || nearest === undefined ? [] : [{ arm: id, family, nearest }]
  })
  if (arms.length === 0) return undefined
  const summary = (cells: readonly Cell<Counts>[]): Summary<'counts'> => ({
    kind: 'counts',
    unit: { kind: 'case' },
    ...headOf(page, outcome, arms),
    cells,
  })
  const cornersOfArm = arms.map(({ arm, family }) =>
    extremes(family).map(solution => cellOf(arm, countsOf(family, solution))),
  )
  return {
    nearest: summary(arms.map(({ arm, family, nearest }) => cellOf(arm, countsOf(family, nearest)))),
    corners: combinationsOf(cornersOfArm).map(summary),
  }
}

/** Recovers an outcome's moments in every arm for which the page prints a mean and a half-width. */
export function recoverMomentsOfArms(page: Page, outcome: Outcome): RecoveredSummary<'moments'> | undefined {
  const arms = page.protocol.arms.flatMap(({ id }) => {
    const recovered = recoverMoments(page, id, outcome.id)
    return recovered === undefined ? [] : [{ arm: id, recovered }]
  })
  if (arms.length === 0) return undefined
  const summary = (cells: readonly Cell<Moments>[]): Summary<'moments'> => ({
    kind: 'moments',
    unit: { kind: 'pence' },
    ...headOf(page, outcome, arms),
    cells,
  })
  return {
    nearest: summary(arms.map(({ arm, recovered }) => cellOf(arm, recovered.nearest))),
    corners: combinationsOf(arms.map(({ arm, recovered }) => recovered.corners.map(data => cellOf(arm, data)))).map(
      summary,
    ),
  }
}

/** Every summary that the page gives, as the source of analyses. */
export function pageSource(page: Page, counts: PageCounts) {
  const recovered = page.protocol.outcomes.map(outcome => ({
    id: outcome.id,
    counts: recoverCounts(page, counts, outcome),
    moments: outcome.type === 'money' ? recoverMomentsOfArms(page, outcome) : undefined,
  }))
  const find = (outcome: string, kind: string): RecoveredSummary<'counts' | 'moments'> | undefined => {
    const found = recovered.find(({ id }) => id === outcome)
    return kind === 'counts' ? found?.counts : kind === 'moments' ? found?.moments : undefined
  }
  return {
    nearest: (outcome: string, kind: string) => find(outcome, kind)?.nearest as AnySummary | undefined,
    corners: (outcome: string, kind: string) => (find(outcome, kind)?.corners ?? []) as readonly AnySummary[],
  }
}

export type PageSource = ReturnType<typeof pageSource>

const cellOf = <S>(arm: string, data: S): Cell<S> => ({ arm, stratum: 'all', data })

function headOf(page: Page, outcome: Outcome, arms: readonly { arm: string }[]) {
  return {
    outcome: outcome.id,
    arms: arms.map(({ arm }) => arm),
    control: controlArm(page.protocol),
    largestCluster: 1,
    ...(page.protocol.strata.length === 0 ? {} : { strataAddedUp: true as const }),
  }
}

function countsOf(family: RecoveredFamily, { total, counts }: CountSolution): Counts {
  const events = Object.fromEntries(family.levels.map((level, index) => [level, counts[index] ?? 0]))
  return { n: total, missing: 0, events }
}

/** For each level, a solution with the least and one with the most of it. */
function extremes(family: RecoveredFamily): CountSolution[] {
  const found = family.solutions()
  if (found.status === 'unbounded') return []
  const chosen = family.levels.flatMap((_, level) => {
    const ordered = [...found.solutions].sort((a, b) => (a.counts[level] ?? 0) - (b.counts[level] ?? 0))
    return [ordered[0], ordered.at(-1)].filter(solution => solution !== undefined)
  })
  return [...new Set(chosen)]
}
