// @ts-check
// The printed counts of the part-payment trial: the share of each arm with its interval, and one test of all three.
import { countsOfTable, pearsonChiSquared, resultOf, wilsonInterval } from 'equipoise'

const paid = countsOfTable({
  outcome: 'paid',
  control: 'control',
  arms: {
    pwc_first: { n: 5906, events: 79 },
    nrp_first: { n: 6718, events: 87 },
    control: { n: 6000, events: 62 },
  },
})
const options = { level: 0.95, contrasts: [] }

for (const { arm, estimate, interval } of resultOf(wilsonInterval.compute(paid, options)).estimates) {
  console.log(arm, estimate.toFixed(4), 'from', interval.lower.toFixed(4), 'to', interval.upper.toFixed(4))
}

const test = resultOf(pearsonChiSquared.compute(paid, options))
console.log('chi-squared', test.statistic.value.toFixed(4), 'on', test.degreesOfFreedom, 'degrees of freedom')
console.log('P', test.pValue.toFixed(4))
