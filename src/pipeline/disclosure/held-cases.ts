import type { Protocol } from '../../model/protocol.ts'
import type { Counts, Summary, Uptake } from '../../model/summary.ts'
import { endsOf } from '../../model/waiting.ts'
import { collapseStrata } from '../../summaries/index.ts'
import type { SummarySource } from '../analyse-plan.ts'
import { countId, observedId } from '../results/trial-numbers.ts'
import { amountParts } from './amount-parts.ts'
import type { Disclosure } from './disclosure.ts'
import { restId, withAmountId } from './run-counts.ts'
import { heldParts, isSmall } from './small-counts.ts'

/** What an analysis looks at. */
export interface LookedAt {
  outcome: string
  /** All levels where absent. */
  level?: string | null | undefined
  /** The day up to which a time is looked at, where that is not the last. */
  day?: number | undefined
  set?: string | undefined
  /** Sets that share no case, of which numbers are shown side by side. */
  division?: readonly string[] | undefined
  uptake?: Uptake | undefined
}

/** Whether numbers on an arm would tell of few cases. */
export type Tells = (of: LookedAt, arm: string) => boolean

/** The cases of an arm in a set by an outcome: of each level, or with an amount and without. */
type Parts = ReadonlyMap<string, number>

const rest = ''
const withAmount = 'amount'

/** By the counts of a report that are held back, and by those of the plan's sets of cases. */
export function tellsOf(
  { outcomes }: Pick<Protocol, 'outcomes'>,
  source: SummarySource,
  { held, leastCases }: Disclosure,
): Tells {
  const isMoney = (outcome: string): boolean => outcomes.find(({ id }) => id === outcome)?.type === 'money'
  const levelsOf = (outcome: string): readonly string[] => {
    const found = outcomes.find(({ id }) => id === outcome)
    return found?.type === 'category' ? found.levels : found?.type === 'time' ? endsOf(found) : ['yes']
  }
  const ofWhole = ({ outcome, level }: LookedAt, arm: string): boolean => {
    const parts = isMoney(outcome)
      ? [withAmountId(outcome, arm), restId(outcome, arm)]
      : level === null || level === undefined
        ? [...levelsOf(outcome).map(each => countId(outcome, arm, each)), restId(outcome, arm)]
        : [countId(outcome, arm, level)]
    return [observedId(outcome, arm), ...parts].some(id => held.has(id))
  }
  const partsIn = (outcome: string, arm: string, set?: string): Parts | undefined =>
    isMoney(outcome) ? amounts(source, outcome, arm, set) : levels(source, outcome, arm, set)
  /** Also the cases of the arm that are not in the set: who knows both can take one from the other. */
  const ofSet = ({ outcome, level, set }: LookedAt, arm: string): boolean => {
    const [whole, own] = [partsIn(outcome, arm), partsIn(outcome, arm, set)]
    return [own, less(whole, own)].some(parts => tellsFew(parts, level, leastCases))
  }
  /** Also the cases of the arm that are in none of the sets. */
  const ofDivision = ({ outcome, level, division = [] }: LookedAt, arm: string): boolean => {
    const own = division.flatMap(set => partsIn(outcome, arm, set) ?? [])
    return [...own, own.reduce<Parts | undefined>(less, partsIn(outcome, arm))].some(parts =>
      tellsFew(parts, level, leastCases),
    )
  }
  /** Cases by what ended their waiting up to a day. */
  const ofDay = ({ outcome, level, set, day }: LookedAt, arm: string): boolean =>
    day !== undefined && tellsFew(endsBy(source, outcome, arm, set, day), level, leastCases)
  const tells: Tells = (of, arm) =>
    ofWhole(of, arm) ||
    ofDay(of, arm) ||
    ofDivision(of, arm) ||
    (of.set !== undefined && ofSet(of, arm)) ||
    (of.uptake !== undefined && tells({ ...of.uptake, set: of.set }, arm))
  return tells
}

function tellsFew(parts: Parts | undefined, level: string | null | undefined, leastCases: number): boolean {
  if (parts === undefined) return false
  const counts = [...parts.values()]
  if (isSmall(sum(counts), leastCases)) return true
  const held = heldParts(counts, leastCases)
  return level === null || level === undefined ? held.size > 0 : held.has([...parts.keys()].indexOf(level))
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function less(whole: Parts | undefined, part: Parts | undefined): Parts | undefined {
  if (whole === undefined || part === undefined) return undefined
  return new Map([...whole].map(([level, count]) => [level, count - (part.get(level) ?? 0)]))
}

function amounts(source: SummarySource, outcome: string, arm: string, set: string | undefined): Parts | undefined {
  const found = amountParts(source, outcome, arm, set)
  return (
    found &&
    new Map([
      [withAmount, found.withAmount],
      [rest, found.without],
    ])
  )
}

function endsBy(
  source: SummarySource,
  outcome: string,
  arm: string,
  set: string | undefined,
  day: number,
): Parts | undefined {
  const summary = source(outcome, 'eventTimes', { set }) as Summary<'eventTimes'> | undefined
  const cell = summary && collapseStrata(summary).cells.find(each => each.arm === arm)?.data
  if (cell === undefined) return undefined
  const counts = new Map<string, number>()
  for (const { time, ends } of cell.times) {
    if (time > day) break
    for (const [end, cases] of Object.entries(ends)) counts.set(end, (counts.get(end) ?? 0) + cases)
  }
  return new Map([...counts, [rest, cell.n - sum([...counts.values()])]])
}

function levels(source: SummarySource, outcome: string, arm: string, set: string | undefined): Parts | undefined {
  const summary = source(outcome, 'counts', { set }) as Summary<'counts'> | undefined
  const cell: Counts | undefined = summary && collapseStrata(summary).cells.find(each => each.arm === arm)?.data
  if (cell === undefined) return undefined
  const known = Object.entries(cell.events)
  return new Map([...known, [rest, cell.n - sum(known.map(([, count]) => count))]])
}
