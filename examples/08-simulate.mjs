// @ts-check
// The whole trial on drawn outcomes, 500 times: how often its plan finds what the model holds, and how often its intervals hold it.
import { findTrial, readSizing, readTrial, simulateTrial } from 'equipoise'

const trial = await readTrial(findTrial('part-payment'))
const analyses = trial.plan.analyses.filter(({ id }) => id === 'payers_difference')
const simulation = await simulateTrial(trial, readSizing(trial), {
  scenario: 'model',
  replicates: 500,
  seed: '7',
  analyses,
})

for (const { title, power, coverage } of simulation.analyses.flatMap(({ parts }) => parts)) {
  console.log(title)
  if (power !== null)
    console.log('  finds a difference in', power.value, 'of the runs, standard error', power.standardError?.toFixed(3))
  if (coverage !== null) console.log('  its interval holds the truth in', coverage.value)
}
