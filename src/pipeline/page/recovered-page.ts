import { canonicalJson } from '../../core/canonical-json.ts'
import { type PageCounts, pageCounts } from '../../summaries/recover/count-families.ts'
import { type Page, printedCases } from '../../summaries/recover/page.ts'
import { type PageSource, pageSource } from './page-summaries.ts'

/** A printed page with everything that can be recovered from it. */
export interface RecoveredPage {
  page: Page
  counts: PageCounts
  source: PageSource
}

export function recoverPage(page: Page): RecoveredPage {
  const counts = pageCounts(page)
  return { page, counts, source: pageSource(page, counts) }
}

/** The binary outcome that holds exactly for the cases with an amount: its rule is the one that the amounts are summed by. */
export function payersOf({ protocol }: Page, outcome: string): string | undefined {
  const money = protocol.outcomes.find(({ id }) => id === outcome)
  if (money?.type !== 'money' || money.sumOf === undefined) return undefined
  const rule = canonicalJson(money.sumOf)
  return protocol.outcomes.find(
    ({ type, ...other }) => type === 'binary' && 'when' in other && canonicalJson(other.when) === rule,
  )?.id
}

/** Figures from which an outcome's counts or moments were recovered. */
export function figuresOf({ page, counts }: RecoveredPage, outcome: string): string[] {
  const found = page.protocol.arms.flatMap(({ id }) => [
    ...(printedCases(page, id) === undefined ? [] : [printedCases(page, id)?.figure.id ?? '']),
    ...(counts.family(id, outcome)?.printed.map(({ figure }) => figure) ?? []),
    ...page.published.figures
      .filter(({ is }) => 'mean' in is && is.mean.arm === id && is.mean.outcome === outcome)
      .map(figure => figure.id),
  ])
  return [...new Set(found)]
}
