// @ts-check
// Before anybody is called: the least difference that the sizes of a trial find, and the cases that a smaller one takes.
import { findTrial, powerOfTrial, readTrial, resultOf, sizingOf } from 'equipoise'

const trial = await readTrial(findTrial('part-payment'))
const power = powerOfTrial({ ...trial, sizing: sizingOf(trial, { outcome: 'paid', rate: '0.0103', worth: '0.003' }) })

for (const { title, contrasts } of power.outcomes) {
  console.log(`${title}: power ${power.power}, alpha ${power.alpha}`)
  for (const { contrast, detectable, power: chance, casesNeeded } of contrasts) {
    const least = (100 * resultOf(detectable)).toFixed(2)
    console.log(' ', contrast, `finds ${least} points; 0.30 points with probability ${chance?.toFixed(2)}`)
    if (casesNeeded !== null) console.log('    cases for 0.30 points:', resultOf(casesNeeded))
  }
}
