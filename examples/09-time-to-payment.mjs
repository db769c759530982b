// @ts-check
// How long until a first payment, where some cases could not be followed for all of 28 days. The waits are made up.
import {
  cumulativeIncidence,
  endsOf,
  findSummary,
  logRank,
  restrictedMeanTime,
  resultOf,
  summarise,
  waitingCode,
} from 'equipoise'

// Days until the first payment; minus: no payment by that day, when the case was last seen.
const waits = {
  called: [2, 3, 3, 5, 8, 9, 12, 15, 20, 26, -11, -17, -28, -28, -28],
  control: [4, 7, 11, 14, 19, 24, -9, -16, -22, -28, -28, -28, -28, -28, -28],
}
const levels = endsOf({})
const rows = Object.entries(waits).flatMap(([arm, days]) =>
  days.map(day => {
    const value = waitingCode({ day: Math.abs(day), end: day > 0 ? 'event' : null }, levels)
    return { arm, stratum: 'all', cluster: null, value }
  }),
)
const [outcome, control] = ['first_payment', 'control']
const column = { outcome, levels, arms: Object.keys(waits), control, largestCluster: 1, rows }
const times = findSummary(
  summarise({ ...column, unit: { kind: 'days' }, kind: 'time' }, ['eventTimes']),
  outcome,
  'eventTimes',
)

const options = { level: 0.95, contrasts: [], day: 28 }
for (const { arm, estimate } of resultOf(cumulativeIncidence.compute(times, options)).estimates) {
  console.log(arm, 'paid by day 28, by Kaplan and Meier:', estimate.toFixed(3))
}
for (const { arm, estimate, interval } of resultOf(restrictedMeanTime.compute(times, options)).estimates) {
  console.log(
    arm,
    `waits ${estimate.toFixed(1)} of the 28 days (${interval.lower.toFixed(1)} to ${interval.upper.toFixed(1)})`,
  )
}
console.log('log-rank P', resultOf(logRank.compute(times, options)).pValue.toFixed(3))
