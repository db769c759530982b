import { canonicalJson } from '../../dist/core/canonical-json.js'
import { sha256 } from '../../dist/core/hash.js'
import { streamsOf } from '../../dist/core/random.js'
import { simulationStream } from '../../dist/core/simulation-random.js'
import { allocate, methods, summarise } from '../../dist/index.js'
import { columnOf, optionsFor } from './observe.mjs'
import { drawTrial, populations } from './populations.mjs'

const trials = 20

/** Each promise, how often it was tried, and how often it was kept. */
export function exactly() {
  return [
    tried('The order of rows changes no digit of any method.', sameInAnyOrder),
    tried('The names of strata change no digit of any closed-form method.', sameWhateverTheNames),
    tried('The same seed gives the same digits of a method that draws.', sameForTheSeed),
    tried('The order of the sampled cases changes no allocation.', sameAllocation),
  ]
}

function tried(promise, keeps) {
  const results = Array.from({ length: trials }, (_, replicate) => keeps(replicate)).flat()
  return { promise, tries: results.length, kept: results.filter(Boolean).length }
}

const [population] = populations.filter(({ id }) => id === 'differing')
const source = (purpose, replicate) => simulationStream({ purpose, seed: 'guarantees', replicate })

function digits(method, rows, arms = population) {
  const binary = method.requires === 'counts'
  const [summary] = summarise(columnOf(arms, rows, binary), [method.requires])
  return sha256(canonicalJson(method.compute(summary, optionsFor(method, 0))))
}

const shuffled = (rows, from) => {
  const copy = [...rows]
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = from.below(i + 1)
    ;[copy[i], copy[j]] = [copy[j], copy[i]]
  }
  return copy
}

function sameInAnyOrder(replicate) {
  const rows = drawTrial(population, source('rows', replicate))
  const other = shuffled(rows, source('order', replicate))
  return methods.all.map(method => digits(method, rows) === digits(method, other))
}

/** Strata are renamed so that their order, which is the order of sums of decimals, stays. */
function sameWhateverTheNames(replicate) {
  const rows = drawTrial(population, source('names', replicate))
  const renamed = rows.map(row => ({ ...row, stratum: row.stratum === '1993' ? 'old' : 'young' }))
  return methods.all
    .filter(({ resampling }) => resampling === undefined)
    .map(method => numbersOf(method, rows) === numbersOf(method, renamed))
}

function numbersOf(method, rows) {
  const [summary] = summarise(columnOf(population, rows, method.requires === 'counts'), [method.requires])
  const computation = method.compute(summary, optionsFor(method, 0))
  return computation.status === 'computed'
    ? canonicalJson(withoutIntermediates(computation.result))
    : computation.reason
}

const withoutIntermediates = value =>
  JSON.parse(canonicalJson(value), (key, inner) => (key === 'intermediates' ? undefined : inner))

function sameForTheSeed(replicate) {
  const rows = drawTrial(population, source('seed', replicate))
  return methods.all
    .filter(({ resampling }) => resampling !== undefined)
    .map(method => {
      const [first, again] = [digits(method, rows), digits(method, rows)]
      return first === again
    })
}

function sameAllocation(replicate) {
  const cases = Array.from({ length: 120 }, (_, i) => ({
    id: `C${i}`,
    stratum: i % 2 === 0 ? '1993' : '2003',
    cluster: `N${i < 20 ? i >> 1 : i}`,
  }))
  const protocol = {
    arms: ['pwc_first', 'nrp_first', 'control'].map((id, index) => ({
      id,
      title: id,
      ...(index === 2 ? { control: true } : {}),
    })),
    strata: ['scheme'],
    caseload: { fields: [{ id: 'scheme', levels: ['1993', '2003'] }] },
    allocation: {
      method: 'fixed-counts',
      targets: {
        1993: { pwc_first: 20, nrp_first: 20, control: 20 },
        2003: { pwc_first: 20, nrp_first: 20, control: 20 },
      },
    },
  }
  const drawn = sample => canonicalJson(allocate(sample, protocol, streamsOf(`seed ${replicate}`)))
  return [drawn(cases) === drawn(shuffled(cases, source('cases', replicate)))]
}
