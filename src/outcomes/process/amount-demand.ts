import { parsePounds, penceToPounds } from '../../core/money.ts'
import { conditionText } from '../../model/condition-text.ts'
import type { AmountDemand, Term } from '../../model/process.ts'
import type { Demand } from './demand.ts'
import type { Meets, Moment } from './moment.ts'
import type { CaseTimeline } from './timeline.ts'
import { penceOf } from './track.ts'

type Comparison = 'atLeast' | 'atMost' | 'equals'
/** A term at a moment in hundredths of a penny, so that per cent are whole; `undefined` where its event is not there. */
type Value = (timeline: CaseTimeline, moment: Moment) => bigint | undefined

const perPenny = 100n
const words: Readonly<Record<Comparison, string>> = { atLeast: 'at least', atMost: 'at most', equals: 'exactly' }

/** The amount of an event must be at least, at most or exactly what a term comes to. Exact, in hundredths of a penny. */
export function amountDemand(demand: AmountDemand, compile: (condition: NonNullable<Term['of']>) => Meets): Demand {
  const [comparison, term] = Object.entries(demand)[0] as [Comparison, Term]
  const value = compileTerm(term, compile)
  const absent = `no earlier event of which ${term.of === undefined ? '' : conditionText(term.of)}`
  return {
    wants: `an amount of ${words[comparison]} ${termText(term)}`,
    part: 'amount',
    broken(timeline, moment, { event }) {
      const pence = event.amountPence
      if (pence === undefined || !Number.isSafeInteger(pence)) return undefined
      const limit = value(timeline, moment)
      if (limit === undefined) return absent
      if (compares(comparison, BigInt(pence) * perPenny, limit)) return undefined
      return `${poundsText(BigInt(pence))}, where ${words[comparison]} ${limitText(comparison, limit)} is wanted`
    },
    outlook(timeline, moment) {
      const limit = value(timeline, moment)
      if (limit === undefined) return { state: 'broken', found: absent }
      return { state: 'depends', says: `of ${words[comparison]} ${limitText(comparison, limit)}` }
    },
  }
}

/** Exactly allows for rounding to the penny, up or down. */
function compares(comparison: Comparison, amount: bigint, limit: bigint): boolean {
  if (comparison === 'atLeast') return amount >= limit
  if (comparison === 'atMost') return amount <= limit
  return amount - limit < perPenny && limit - amount < perPenny
}

function compileTerm(term: Term, compile: (condition: NonNullable<Term['of']>) => Meets): Value {
  const less = term.less === undefined ? undefined : compile(term.less)
  if (term.of === undefined) {
    const fixed = BigInt(parsePounds(term.pounds ?? '') ?? 0)
    return (timeline, moment) => (fixed - (less === undefined ? 0n : timeline.track(less).sum(moment))) * perPenny
  }
  const of = compile(term.of)
  const percent = BigInt(term.percent ?? 100)
  return (timeline, moment) => {
    const position = timeline.track(of).latest(moment)
    if (position === undefined) return undefined
    const base = penceOf(timeline.events[position]) * percent
    return base - (less === undefined ? 0n : sumSince(timeline, position, moment, less) * perPenny)
  }
}

/** Amounts that meet a rule up to a moment, without those before an event and the event itself. */
function sumSince(timeline: CaseTimeline, position: number, moment: Moment, meets: Meets): bigint {
  const track = timeline.track(meets)
  return track.sum(moment) - track.sumEarlier(timeline.momentOf(position)) - track.amountAt(position)
}

function termText({ pounds, of, percent, less }: Term): string {
  const share = percent === undefined ? '' : `${percent} % of `
  const base = of === undefined ? `£${pounds}` : `${share}the latest amount of which ${conditionText(of)}`
  return less === undefined
    ? base
    : `${base}, less the amounts ${of === undefined ? '' : 'since '}of which ${conditionText(less)}`
}

/** A limit in pounds, rounded to a penny that keeps it. */
function limitText(comparison: Comparison, limit: bigint): string {
  const down = limit >= 0n ? limit / perPenny : -((-limit + perPenny - 1n) / perPenny)
  const isWhole = limit % perPenny === 0n
  return poundsText(comparison === 'atLeast' && !isWhole ? down + 1n : down)
}

const poundsText = (pence: bigint): string => (pence < 0n ? `-£${penceToPounds(-pence)}` : `£${penceToPounds(pence)}`)
