import { parsePounds } from '../../core/money.ts'
import type { Course, OutcomeModel } from '../../model/synthetic.ts'
import type { Candidate } from './candidates.ts'
import { clamp } from './draws.ts'

/** A course that some case is to take. */
export interface Slot {
  course: Course
  /** Where a reconstruction has settled the amounts: the stable balance, and what is paid of it. Pence. */
  fixed?: { balance: number; settlement: number } | undefined
}

/** A case, the course that it takes and the amounts of it. */
export interface Placed {
  candidate: Candidate
  slot: Slot
}

export interface Placement {
  placed: readonly Placed[]
  /** Slots for which no case had arrears enough, and cases for which no slot was left. */
  unfilled: readonly Slot[]
  left: readonly Candidate[]
}

export const pence = (pounds: string): number => parsePounds(pounds) ?? 0
const leastArrears = ({ course, fixed }: Slot): number => fixed?.balance ?? pence(course.balance.from)

/**
 * Gives every slot a case with arrears enough. The most demanding slots choose first; what a case needs is a lower limit
 * only, so they never take a case that another slot could not do without. A settled balance goes to the case whose
 * arrears lie nearest above it, the other slots to cases in their random order.
 */
export function placeCases(candidates: readonly Candidate[], slots: readonly Slot[]): Placement {
  const left = new Set(candidates)
  const placed: Placed[] = []
  const unfilled: Slot[] = []
  const place = (slot: Slot, candidate: Candidate | undefined) => {
    if (candidate === undefined) {
      unfilled.push(slot)
      return
    }
    left.delete(candidate)
    placed.push({ candidate, slot })
  }
  const settled = slots.filter(slot => slot.fixed !== undefined).sort((a, b) => leastArrears(b) - leastArrears(a))
  for (const slot of settled) place(slot, nearestAbove(left, leastArrears(slot)))
  const open = slots.filter(slot => slot.fixed === undefined)
  const limits = [...new Set(open.map(leastArrears))].sort((a, b) => b - a)
  for (const limit of limits) {
    const fitting = [...left].filter(candidate => candidate.arrears >= limit)
    const wanting = open.filter(slot => leastArrears(slot) === limit)
    for (const [index, slot] of wanting.entries()) place(slot, fitting[index])
  }
  return { placed, unfilled, left: [...left] }
}

function nearestAbove(candidates: Iterable<Candidate>, least: number): Candidate | undefined {
  let nearest: Candidate | undefined
  for (const candidate of candidates) {
    if (candidate.arrears < least || (nearest !== undefined && candidate.arrears >= nearest.arrears)) continue
    nearest = candidate
  }
  return nearest
}

/** The stable balance of a case: within the range of its course, no more than its arrears, no less than it pays. Pence. */
export function drawBalance({ candidate, slot }: Placed, paid: number, model: OutcomeModel): number {
  if (slot.fixed !== undefined) return slot.fixed.balance
  const { source, arrears } = candidate
  const { unchanged, share } = model.balance
  const { from, to } = slot.course.balance
  const most = Math.min(arrears, to === undefined ? arrears : pence(to))
  const least = Math.min(most, Math.max(pence(from), paid))
  const assessed = source.uniform() < unchanged ? arrears : Math.round(arrears * between(share, source.uniform()))
  return assessed > most ? least + source.below(most - least + 1) : clamp(assessed, least, most)
}

/** What is paid after the call on a course that ends so; 0 on the others. Pence. */
export function drawSettlement({ candidate, slot }: Placed, balance: number, model: OutcomeModel): number {
  if (slot.fixed !== undefined) return slot.fixed.settlement
  if (slot.course.settlement === undefined) return 0
  if (slot.course.settlement === 'full') return balance
  const { atLeast, shareOfBalance } = model.partSettlement
  const offered = Math.round(balance * between(shareOfBalance, candidate.source.uniform()))
  return Math.min(Math.max(offered, pence(atLeast)), balance - 1)
}

export function between({ from, to }: { from: number; to: number }, uniform: number): number {
  return from + (to - from) * uniform
}
