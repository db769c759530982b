import { simulationStream } from '../../dist/core/simulation-random.js'
import { methods, summarise } from '../../dist/index.js'
import { columnOf, level, optionsFor, resampled } from './observe.mjs'
import { drawTrial, populations, truthOf } from './populations.mjs'

/** For every method and population that suit each other: how often intervals hold the truth, and tests reject. */
export function measureInDistribution(report) {
  return populations.flatMap(population => {
    const tallies = new Map()
    for (let replicate = 0; replicate < population.replicates; replicate += 1) {
      if (replicate % 100 === 0) report(`${population.id}: ${replicate} of ${population.replicates} trials`)
      const rows = drawTrial(population, simulationStream({ purpose: 'guarantees', seed: population.id, replicate }))
      const columns = { money: columnOf(population, rows, false), binary: columnOf(population, rows, true) }
      for (const method of methods.all) {
        if (method.resampling !== undefined && replicate >= resampled.share * population.replicates) continue
        for (const kind of ['binary', 'money']) {
          if (!suits(method, kind, population)) continue
          const seen = observe(method, columns[kind], population, kind, replicate)
          const key = `${method.id} ${kind}`
          const tally = tallies.get(key) ?? {
            method,
            kind,
            population,
            held: 0,
            intervals: 0,
            rejected: 0,
            tests: 0,
            without: 0,
          }
          tallies.set(key, add(tally, seen))
        }
      }
    }
    return [...tallies.values()]
  })
}

/** Counts are of binary outcomes; where everyone pays there is nothing to count; independence is for cases dealt singly. */
function suits(method, kind, { id, pairs = false }) {
  const binary = kind === 'binary'
  if (method.requires === 'counts' && !binary) return false
  if (binary && id === 'unequal-spread') return false
  if (pairs && method.assumesIndependence) return false
  if (method.outcomes !== undefined) return method.outcomes.includes(kind)
  return method.id.includes('proportion') ? binary : method.requires === 'counts' || !binary
}

/** The intervals of one trial that hold the truth, and the tests that reject at 5 %. */
function observe(method, column, { arms }, kind, replicate) {
  const [summary] = summarise(column, [method.requires])
  const computation = method.compute(summary, optionsFor(method, replicate))
  const nothing = { held: 0, intervals: 0, rejected: 0, tests: 0, without: 1 }
  if (computation.status === 'undefined') return nothing
  const { result } = computation
  const binary = kind === 'binary'
  const alike = arm => arms[arm].share === arms.control.share
  if (result.kind === 'test') return { ...nothing, without: 0, tests: 1, rejected: Number(result.pValue < 1 - level) }
  if (result.kind === 'arms') {
    const held = result.estimates.filter(({ arm, interval }) =>
      holds(interval, binary ? arms[arm].share : arms[arm].mean),
    )
    return { ...nothing, held: held.length, intervals: result.estimates.length, without: result.notEstimated.length }
  }
  return result.contrasts.reduce(
    (sum, { arm, computation: contrast }) => {
      if (contrast.status === 'undefined') return add(sum, nothing)
      const { interval, pValue } = contrast.result
      const truth = truthOf(result.measure, binary, arms[arm], arms.control)
      const tested = pValue !== undefined && alike(arm)
      return add(sum, {
        held: Number(holds(interval, truth)),
        intervals: 1,
        rejected: tested ? Number(pValue < 1 - level) : 0,
        tests: Number(tested),
        without: 0,
      })
    },
    { ...nothing, without: 0 },
  )
}

const holds = ({ lower, upper, outside }, truth) =>
  outside ? truth <= lower || truth >= upper : truth >= lower && truth <= upper

const counted = ['held', 'intervals', 'rejected', 'tests', 'without']
const add = (a, b) => ({ ...a, ...Object.fromEntries(counted.map(name => [name, a[name] + b[name]])) })
