import { canonicalJson } from '../../core/canonical-json.ts'
import { sumOf } from '../../core/lists.ts'
import type { ArmId, LevelId, OutcomeId } from '../../model/ids.ts'
import { admits, type PrintedNumber, printedNumber } from '../../model/printed-number.ts'
import type { Outcome } from '../../model/protocol.ts'
import type { Figure } from '../../model/published.ts'
import {
  type CountFamily,
  type CountObservation,
  type CountSolution,
  type CountSolutions,
  solveCounts,
} from './count-solver.ts'
import { analysisOutcome, asList, outcomeOf, type Page, printedCases } from './page.ts'

/** The counts of every arm and outcome that a page's printed shares allow. */
export interface PageCounts {
  family(arm: ArmId, outcome: OutcomeId): RecoveredFamily | undefined
}

export interface RecoveredFamily extends CountFamily {
  arm: ArmId
  outcome: OutcomeId
  /** Figures that no whole count gives; the solutions leave them out. */
  contradicted: readonly string[]
  /** Everything printed that bears on the counts, the contradicted figures included. */
  printed: readonly CountObservation[]
  solutions(without?: string): CountSolutions
  /** The solution whose values lie nearest to the print. */
  nearest(): CountSolution | undefined
}

/** Prepares the recovery of counts from a page; families are built when first asked for. */
export function pageCounts(page: Page): PageCounts {
  const built = new Map<string, RecoveredFamily | undefined>()
  const counts: PageCounts = {
    family(arm, outcome) {
      const key = `${arm}|${outcome}`
      if (!built.has(key)) built.set(key, buildFamily(page, counts, arm, outcome))
      return built.get(key)
    },
  }
  return counts
}

function buildFamily(page: Page, counts: PageCounts, arm: ArmId, outcomeId: OutcomeId): RecoveredFamily | undefined {
  const outcome = outcomeOf(page, outcomeId)
  const cases = printedCases(page, arm)
  if (outcome === undefined || cases === undefined || outcome.type === 'money') return undefined
  if (outcome.observed?.arms !== undefined && !outcome.observed.arms.includes(arm)) return undefined
  const totals = possibleTotals(counts, arm, outcome, cases.n)
  if (totals === undefined) return undefined
  const { levels, open } = printedLevels(page, arm, outcome)
  if (levels.length === 0) return undefined
  const context = { page, counts, arm, outcome, n: cases.n, levels }
  const all = page.published.figures.flatMap(figure => observation(context, figure) ?? [])
  const contradicted = all.filter(seen => !someCountGives(seen, levels)).map(({ figure }) => figure)
  const observations = all.filter(({ figure }) => !contradicted.includes(figure))
  const most = mostByInclusion(page, counts, arm, outcome)
  return withSolutions({ levels, totals, open, most, observations }, all, { arm, outcome: outcomeId, contradicted })
}

function withSolutions(
  family: CountFamily,
  all: readonly CountObservation[],
  identity: Pick<RecoveredFamily, 'arm' | 'outcome' | 'contradicted'>,
): RecoveredFamily {
  const solved = new Map<string | undefined, CountSolutions>()
  const solutions = (without?: string): CountSolutions => {
    const known = solved.get(without)
    if (known !== undefined) return known
    const found = solveCounts(family, without)
    solved.set(without, found)
    return found
  }
  return {
    ...family,
    ...identity,
    printed: all,
    solutions,
    nearest: () => nearestToPrint(solutions(), all),
  }
}

/** Numbers of cases to which the outcome applies: the arm, or what the deciding outcome's printed shares allow. */
function possibleTotals(counts: PageCounts, arm: ArmId, outcome: Outcome, n: number): number[] | undefined {
  const decides = outcome.observed?.outcome
  if (decides === undefined) return [n]
  const parent = counts.family(arm, decides)
  return parent === undefined ? undefined : levelTotals(parent, outcome.observed?.levels)
}

/** Distinct sums over some levels that a family's solutions allow; undefined where they are not bounded by the print. */
export function levelTotals(family: RecoveredFamily, levels: readonly LevelId[] | undefined): number[] | undefined {
  const found = family.solutions()
  if (found.status === 'unbounded') return undefined
  const chosen = (levels ?? family.levels).map(level => family.levels.indexOf(level))
  if (chosen.includes(-1)) return undefined
  const sums = found.solutions.map(({ counts }) => sumOf(chosen.map(level => counts[level] ?? 0)))
  return [...new Set(sums)].sort((a, b) => a - b)
}

function printedLevels(page: Page, arm: ArmId, outcome: Outcome): { levels: readonly LevelId[]; open: boolean } {
  if (outcome.type !== 'category') return { levels: ['yes'], open: true }
  const whole = page.published.wholes.find(part => part.arm === arm && part.outcome === outcome.id)
  if (whole !== undefined) return { levels: whole.levels, open: false }
  const mentioned = new Set(page.published.figures.flatMap(({ is }) => levelsMentioned(is, arm, outcome.id)))
  const levels = outcome.levels.filter(level => mentioned.has(level))
  return { levels, open: levels.length < outcome.levels.length }
}

function levelsMentioned(is: Figure['is'], arm: ArmId, outcome: OutcomeId): readonly LevelId[] {
  if ('count' in is && is.count.arm === arm && is.count.outcome === outcome) return asList(is.count.level)
  if ('percent' in is && is.percent.arm === arm && is.percent.outcome === outcome) return asList(is.percent.level)
  return []
}

interface FamilyContext {
  page: Page
  counts: PageCounts
  arm: ArmId
  outcome: Outcome
  n: number
  levels: readonly LevelId[]
}

/** What a figure says of the family's counts, where it says something. */
function observation(context: FamilyContext, figure: Figure): CountObservation | undefined {
  const value = valueInFamily(context, figure)
  if (value === undefined) return undefined
  return { figure: figure.id, printed: printedNumber(figure.printed, figure.step), ...value }
}

function valueInFamily(context: FamilyContext, { is }: Figure): Pick<CountObservation, 'value' | 'share'> | undefined {
  const { arm, outcome } = context
  if ('count' in is && is.count.arm === arm && is.count.outcome === outcome.id) {
    const chosen = indexes(context, is.count.level)
    return chosen && { value: ({ counts }) => sumAt(counts, chosen), share: shareOf(chosen, 100) }
  }
  if ('percent' in is && is.percent.arm === arm && is.percent.outcome === outcome.id)
    return percentInFamily(context, is)
  if (
    'halfWidth' in is &&
    is.halfWidth.arm === arm &&
    analysisOutcome(context.page, is.halfWidth.analysis) === outcome.id
  ) {
    const { analysis } = is.halfWidth
    return { value: solution => 100 * (context.page.halfWidth(analysis, binaryCounts(solution)) ?? Number.NaN) }
  }
  return undefined
}

type PercentQuantity = Extract<Figure['is'], { percent: unknown }>

function percentInFamily(
  context: FamilyContext,
  { percent }: PercentQuantity,
): Pick<CountObservation, 'value' | 'share'> | undefined {
  const chosen = indexes(context, percent.level)
  if (chosen === undefined) return undefined
  if (percent.of === 'cases') {
    return { value: ({ counts }) => (100 * sumAt(counts, chosen)) / context.n, share: shareOf(chosen, context.n) }
  }
  if (percent.of.outcome === context.outcome.id) {
    const among = indexes(context, percent.of.level)
    return among && { value: ({ counts }) => (100 * sumAt(counts, chosen)) / sumAt(counts, among) }
  }
  const denominator = otherDenominator(context, percent.of)
  return denominator === undefined
    ? undefined
    : { value: ({ counts }) => (100 * sumAt(counts, chosen)) / denominator, share: shareOf(chosen, denominator) }
}

/** Denominator from another outcome, where the page leaves it one value only. */
function otherDenominator(
  { counts, arm }: FamilyContext,
  of: { outcome: string; level?: string | string[] | undefined },
): number | undefined {
  const family = counts.family(arm, of.outcome)
  const totals = family && levelTotals(family, asList(of.level))
  return totals?.length === 1 ? totals[0] : undefined
}

function indexes({ levels }: FamilyContext, chosen: string | readonly string[] | undefined): number[] | undefined {
  const found = asList(chosen).map(level => levels.indexOf(level))
  return found.includes(-1) ? undefined : found
}

const sumAt = (counts: readonly number[], chosen: readonly number[]): number => sumOf(chosen.map(at => counts[at] ?? 0))

const shareOf = (chosen: readonly number[], scale: number): CountObservation['share'] =>
  chosen.length === 1 ? { level: chosen[0] as number, scale } : undefined

const binaryCounts = ({ total, counts }: CountSolution) => ({ n: total, missing: 0, events: { yes: counts[0] ?? 0 } })

/** Whether some whole count of the level, by itself, prints as the share. */
function someCountGives({ printed, share, value }: CountObservation, levels: readonly LevelId[]): boolean {
  if (share === undefined || printed.bound !== 'none') return true
  const first = Math.max(0, Math.floor((printed.lower * share.scale) / 100))
  const last = Math.ceil((printed.upper * share.scale) / 100)
  for (let count = first; count <= last; count += 1) {
    const counts = levels.map((_, level) => (level === share.level ? count : 0))
    if (admits(printed, value({ total: share.scale, counts }))) return true
  }
  return false
}

/** A binary outcome whose rule is another's with more conditions cannot hold for more cases than the other. */
function mostByInclusion(page: Page, counts: PageCounts, arm: ArmId, outcome: Outcome): number | undefined {
  if (outcome.type !== 'binary' || !('all' in outcome.when)) return undefined
  const parts = outcome.when.all.map(canonicalJson)
  const wider = page.protocol.outcomes.find(
    other => other.type === 'binary' && other.id !== outcome.id && parts.includes(canonicalJson(other.when)),
  )
  const family = wider && counts.family(arm, wider.id)
  const totals = family && levelTotals(family, ['yes'])
  return totals?.at(-1)
}

function nearestToPrint(found: CountSolutions, observations: readonly CountObservation[]): CountSolution | undefined {
  if (found.status === 'unbounded') return undefined
  let nearest: CountSolution | undefined
  let least = Number.POSITIVE_INFINITY
  for (const solution of found.solutions) {
    const distance = sumOf(observations.map(seen => squaredSteps(seen.printed, seen.value(solution))))
    if (distance < least) [nearest, least] = [solution, distance]
  }
  return nearest
}

function squaredSteps(printed: PrintedNumber, value: number): number {
  return printed.bound === 'none' ? ((value - printed.value) / printed.step) ** 2 : 0
}
