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
          const tally = tallies.get(key) ?? { method, kind, population, ...noneYet }
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

/** What one trial adds to the counts of a method. A test is counted only where its null hypothesis, arms alike, is true. */
function observe(method, column, population, kind, replicate) {
  const { arms } = population
  const [summary] = summarise(column, [method.requires])
  const computation = method.compute(summary, optionsFor(method, replicate))
  if (computation.status === 'undefined') return { ...noneYet, without: 1 }
  const { result } = computation
  const binary = kind === 'binary'
  if (result.kind === 'test') return tested(result.pValue, population.alike)
  if (result.kind === 'arms') {
    const truth = arm => (binary ? arms[arm].share : arms[arm].mean)
    const held = result.estimates.filter(({ arm, interval }) => holds(interval, truth(arm)))
    return {
      ...noneYet,
      held: held.length,
      intervals: result.estimates.length,
      without: result.notEstimated.length,
    }
  }
  const truths = result.contrasts.map(({ arm }) => truthOf(result.measure, binary, arms[arm], arms.control))
  const each = result.contrasts.map(({ computation: contrast }, index) =>
    contrast.status === 'undefined'
      ? { ...noneYet, without: 1 }
      : ofContrast(contrast.result, truths[index], population.alike),
  )
  return [...each, ofFamily(result.contrasts, truths)].reduce(add, noneYet)
}

function ofContrast({ interval, pValue }, truth, alike) {
  const test = pValue === undefined ? noneYet : tested(pValue, alike)
  return truth === undefined ? test : { ...test, held: Number(holds(interval, truth)), intervals: 1 }
}

/** Whether all simultaneous intervals of one trial hold their truths. */
function ofFamily(contrasts, truths) {
  const intervals = contrasts.map(({ computation }) => computation.result?.simultaneous?.interval)
  if (intervals.some(interval => interval === undefined)) return noneYet
  return {
    ...noneYet,
    familiesHeld: Number(intervals.every((interval, index) => holds(interval, truths[index]))),
    families: 1,
  }
}

const tested = (pValue, alike) => (alike ? { ...noneYet, rejected: Number(pValue < 1 - level), tests: 1 } : noneYet)

const holds = ({ lower, upper, outside }, truth) =>
  outside ? truth <= lower || truth >= upper : truth >= lower && truth <= upper

const noneYet = { held: 0, intervals: 0, familiesHeld: 0, families: 0, rejected: 0, tests: 0, without: 0 }
const add = (a, b) => ({ ...a, ...Object.fromEntries(Object.keys(noneYet).map(name => [name, a[name] + b[name]])) })
