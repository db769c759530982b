import type { LifeTable, LifeTableRow } from './life-table.ts'

/** The share of cases with the event by each day on which it grows. */
export interface IncidenceStep {
  time: number
  share: number
}

/** An estimate made of the incidence, and its variance. */
export interface IncidenceEstimate {
  estimate: number
  variance: number
}

/** The cumulative incidence of the event by Aalen and Johansen; without competing ends it is 1 less Kaplan and Meier's curve. */
export function incidenceSteps({ rows }: LifeTable): IncidenceStep[] {
  const steps: IncidenceStep[] = []
  let [share, left] = [0, 1]
  for (const { time, atRisk, events, competing } of rows) {
    share += (left * events) / atRisk
    left *= (atRisk - events - competing) / atRisk
    if (events > 0) steps.push({ time, share })
  }
  return steps
}

/** Share of cases with the event up to and on a day. */
export const shareBy = (table: LifeTable, day: number): IncidenceEstimate => weighted(table, day, () => 1)

/** Mean number of days, of those up to and on a day, that passed before the event; a case that something else ended waits on. */
export function daysBefore(table: LifeTable, day: number): IncidenceEstimate {
  const since = weighted(table, day, time => day - time)
  return { ...since, estimate: day - since.estimate }
}

/**
 * The sum of what the incidence gains up to and on a day, each gain by a weight of its time. Its variance is Greenwood's where nothing
 * competes: the hazards of a day are multinomial shares of the cases at risk, independent between days, and the sum is
 * linearised in them. A hazard of the event moves the gain of its own day, and any hazard moves all later ones.
 */
function weighted({ rows }: LifeTable, day: number, weightOf: (time: number) => number): IncidenceEstimate {
  const days: { row: LifeTableRow; left: number; gain: number }[] = []
  let left = 1
  for (const row of rows) {
    if (row.time > day) break
    days.push({ row, left, gain: ((left * row.events) / row.atRisk) * weightOf(row.time) })
    left *= stays(row)
  }
  let [later, variance] = [0, 0]
  for (const { row, left: before, gain } of days.reverse()) {
    const lost = later === 0 ? 0 : later / stays(row)
    variance += varianceOfDay(row, before * weightOf(row.time) - lost, -lost)
    later += gain
  }
  return { estimate: later, variance }
}

const stays = ({ atRisk, events, competing }: LifeTableRow): number => (atRisk - events - competing) / atRisk

/** Variance of a times the hazard of the event plus b times that of what competes, on one day. */
function varianceOfDay({ atRisk, events, competing }: LifeTableRow, a: number, b: number): number {
  const [p, q] = [events / atRisk, competing / atRisk]
  const mean = a * p + b * q
  return (p * (a - mean) ** 2 + q * (b - mean) ** 2 + (1 - p - q) * mean ** 2) / atRisk
}
