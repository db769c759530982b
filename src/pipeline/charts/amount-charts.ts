import { type Chart, cumulativeAmounts, payerAmounts, type Theme } from '../../charts/index.ts'
import { type CivilDate, dateOfDay, daysOf } from '../../core/civil-date.ts'
import { decimalText } from '../../core/decimal-text.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { type AnalysisSet, amountsByDay, type DatedAmount } from '../../outcomes/index.ts'
import { roundCount } from '../disclosure/rounding.ts'
import { baseOf, leastShown } from '../disclosure/rules.ts'
import { withAmountId } from '../disclosure/run-counts.ts'
import { heldBack, withoutSmallCounts } from '../disclosure/small-counts.ts'
import { armTitle } from '../findings.ts'
import { daysApart } from './days-apart.ts'
import { type ChartSources, type NotDrawn, needsOutcomes, needsRun, notDrawn, wordsOf } from './sources.ts'

const pence = 100

/** Amounts per case as they add up, month by month; months in which few cases paid are shown with those that follow. */
export function cumulativeChart({ findings, run }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  if (run === undefined) return needsRun
  const { set } = run
  if (set === undefined) return needsOutcomes
  if (set.windows !== undefined) {
    return notDrawn('Every case has a follow-up of its own, so that one day is not the same day of the trial for all.')
  }
  const { protocol } = findings
  const outcome = chart.series[0]?.outcome ?? ''
  const amounts = amountsByDay(protocol, run.inputs, set, outcome)
  if (amounts === undefined) return notDrawn('The outcome does not add up amounts of events.')
  const arms = armsWith(findings, set, outcome)
  const leastCases = leastShown(run.disclosure)
  const ends = daysApart(
    monthEnds(protocol.followUp),
    (after, to) => fewestPaying(amounts, after ?? '', to) < leastCases,
  )
  if (ends.length === 0) return notDrawn(`No group has ${leastCases} cases or more that paid anything.`)
  const joined =
    leastCases === 1 ? '' : `. Months in which fewer than ${leastCases} cases of a group paid are added to others`
  return cumulativeAmounts.draw(
    {
      ...wordsOf(findings, chart),
      subtitle: `${chart.subtitle}${joined}`,
      arms,
      from: protocol.followUp.from,
      days: ends.map(day => ({
        day,
        amounts: Object.fromEntries(
          arms.map(({ id, n }) => {
            const paid = amounts.filter(amount => amount.arm === id && amount.day <= day)
            return [id, paid.reduce((sum, amount) => sum + amount.pence, 0) / pence / n]
          }),
        ),
      })),
      measure: 'Pounds per case so far',
    },
    theme,
  )
}

function armsWith({ protocol, ...findings }: ChartSources['findings'], set: AnalysisSet, outcome: string) {
  const values = set.outcomes.get(outcome)?.values ?? []
  return protocol.arms.flatMap(({ id }) => {
    const n = set.cases.filter((each, row) => each.arm === id && typeof values[row] === 'number').length
    return n === 0 ? [] : [{ id, title: armTitle({ ...findings, protocol }, id), n }]
  })
}

/** The last days of the months of a follow-up, and its own last day. */
function monthEnds({ from, to }: { from: CivilDate; to: CivilDate }): CivilDate[] {
  const ends: CivilDate[] = []
  for (let day = daysOf(from); day < daysOf(to); day += 1)
    if (dateOfDay(day + 1).endsWith('-01')) ends.push(dateOfDay(day))
  return [...ends, to]
}

/** Cases that paid between two days, in the group in which fewest did and somebody did. */
function fewestPaying(amounts: readonly DatedAmount[], after: CivilDate, to: CivilDate): number {
  const paying = new Map<string, Set<number>>()
  for (const { arm, row, day } of amounts) {
    if (day <= after || day > to) continue
    const rows = paying.get(arm) ?? new Set()
    paying.set(arm, rows.add(row))
  }
  return Math.min(...[...paying.values()].map(({ size }) => size))
}

/** Where bands of amounts begin, in pence; the first holds what is above zero. */
const bandStarts = [0, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000].map(pounds => pounds * pence)

interface Band {
  title: string
  holds(amount: number): boolean
}

const pounds = (of: number): string => `£${decimalText(of / pence, of % pence === 0 ? 0 : 2)}`

/** Bands from the first to the last in which anybody paid. */
function bandsOf(amounts: readonly number[]): Band[] {
  const bands = bandStarts.map((from, i): Band => {
    const to = bandStarts[i + 1]
    if (to === undefined) return { title: `${pounds(from)} and more`, holds: amount => amount >= from }
    const title = from === 0 ? `Less than ${pounds(to)}` : `${pounds(from)} to ${pounds(to - 1)}`
    return { title, holds: amount => amount >= Math.max(1, from) && amount < to }
  })
  const negative: Band = { title: 'Less than nothing, refunded', holds: amount => amount < 0 }
  const all = [negative, ...bands]
  const used = all.map(band => amounts.some(band.holds))
  return all.slice(used.indexOf(true), used.lastIndexOf(true) + 1)
}

/** How many of those who paid did so in each band of amounts, small counts held back. */
export function payersChart({ findings, run }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  if (run === undefined) return needsRun
  const { set } = run
  if (set === undefined) return needsOutcomes
  const outcome = chart.series[0]?.outcome ?? ''
  const values = set.outcomes.get(outcome)?.values ?? []
  const paid = findings.protocol.arms.map(({ id }) => ({
    id,
    title: armTitle(findings, id),
    amounts: set.cases.flatMap(({ arm }, row) => {
      const value = values[row]
      return arm === id && typeof value === 'number' && value !== 0 ? [value] : []
    }),
  }))
  const [leastCases, base] = [leastShown(run.disclosure), baseOf(run.disclosure)]
  const payers = paid.filter(
    ({ id, amounts }) => amounts.length >= leastCases && !run.disclosure.held.has(withAmountId(outcome, id)),
  )
  if (payers.length === 0) return notDrawn(`No group has ${leastCases} cases or more with an amount.`)
  const bands = bandsOf(payers.flatMap(({ amounts }) => amounts))
  const shown = new Map(
    payers.map(({ id, amounts }) => [
      id,
      withoutSmallCounts(
        bands.map(band => amounts.filter(band.holds).length),
        leastCases,
      ).map(count => (base === null || count === heldBack ? count : roundCount(count, base))),
    ]),
  )
  const isHeldBack = [...shown.values()].flat().includes(heldBack)
  const note = isHeldBack ? `. Counts below ${leastCases}, and others that would tell them, are ${heldBack}` : ''
  return payerAmounts.draw(
    {
      ...wordsOf(findings, chart),
      subtitle: `${chart.subtitle}${note}`,
      arms: payers.map(({ id, title, amounts }) => ({
        id,
        title,
        n: base === null ? amounts.length : roundCount(amounts.length, base),
      })),
      groups: bands.map(({ title }, band) => ({
        id: `band-${band}`,
        title,
        counts: Object.fromEntries(payers.map(({ id }) => [id, shown.get(id)?.[band] ?? 0])),
      })),
      decimals: 0,
    },
    theme,
  )
}
