// @ts-check
// What calling cost for each pound that it brought in: from the printed means, their "plus or minus" and the printed cost.
import { breakEven, costPerAdditionalPound, normalUpperQuantile, resultOf } from 'equipoise'

const level = 0.95
const z = normalUpperQuantile((1 - level) / 2)
const pence = 100

// PWC first: £5.94 plus or minus £2.29 for each of 5,906 cases; control: £4.07 plus or minus £1.50.
const called = { mean: 594, halfWidth: 229 }
const control = { mean: 407, halfWidth: 150 }
const amount = {
  cases: 5906,
  difference: called.mean - control.mean,
  standardError: Math.hypot(called.halfWidth, control.halfWidth) / z,
}
const cost = { total: 152_000 * pence }

const { ratio, set } = resultOf(costPerAdditionalPound(amount, cost, level))
console.log(`£${ratio.toFixed(2)} for each additional pound, on the estimates alone`)
const rounded = JSON.stringify(set, (_, value) => (typeof value === 'number' ? Number(value.toFixed(2)) : value))
console.log('what the data do not rule out:', rounded)

const { needed, upperLimit, pValue } = resultOf(breakEven(amount, cost, level))
console.log(`to break even each case has to bring £${(needed / pence).toFixed(2)} more than a control case`)
console.log(`the interval ends at £${(upperLimit / pence).toFixed(2)}; P of breaking even ${pValue.toExponential(1)}`)
