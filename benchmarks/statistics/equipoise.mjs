// Answers one task a line, as the other contestants do: `task file rows draws` -> `seconds answer...`.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { streamsOf } from '../../dist/core/random.js'
import {
  allocate,
  bootstrapDifferenceBca,
  frequenciesFromArrays,
  kruskalWallis,
  pearsonChiSquared,
  randomisationContrasts,
  randomisationTest,
  ranksFromArrays,
  summarise,
} from '../../dist/index.js'
import { blockSize } from '../../dist/model/method.js'
import { derive } from '../../dist/summaries/index.js'

const arms = ['pwc_first', 'nrp_first', 'control']
const level = 0.95
const contrasts = [{ id: 'difference', arm: 'pwc_first', against: 'control' }]

function read(path, rows) {
  const { buffer, byteOffset } = readFileSync(path)
  return {
    values: new Float64Array(buffer, byteOffset, rows),
    codes: Uint8Array.from(new Int32Array(buffer, byteOffset + 8 * rows, rows)),
  }
}

const head = { outcome: 'amount', unit: { kind: 'pence' }, arms, control: 'control', largestCluster: 1 }
const columnOf = ({ values, codes }) => ({ ...head, values, arm: codes })

function unitsOf({ values, codes }) {
  const rows = Array.from(values, (value, i) => ({ arm: arms[codes[i]], stratum: 'all', cluster: null, value }))
  return summarise({ ...head, kind: 'money', levels: [], rows }, ['units'])[0]
}

const resultOf = computation => {
  if (computation.status === 'undefined') throw new Error(computation.detail)
  return computation.result
}
const testOf = computation => {
  const { statistic, pValue } = resultOf(computation)
  return [statistic.value, pValue]
}
const contrastOf = computation => resultOf(resultOf(computation).contrasts[0].computation)

const tasks = {
  sum: ({ values }) => {
    let sum = 0
    for (let i = 0; i < values.length; i += 1) sum += values[i]
    return [sum]
  },
  'kruskal-wallis': data => testOf(kruskalWallis.compute(ranksFromArrays(columnOf(data)), { level, contrasts })),
  'chi-squared': ({ values, codes }) => {
    const bits = new Int32Array(values.length)
    for (let i = 0; i < bits.length; i += 1) bits[i] = values[i] > 0 ? 1 : 0
    const paid = frequenciesFromArrays({
      ...columnOf({ values: bits, codes }),
      outcome: 'paid',
      unit: { kind: 'case' },
    })
    return testOf(pearsonChiSquared.compute(derive(paid, 'counts'), { level, contrasts }))
  },
  // All draws, without the rule that would stop them early.
  'randomisation-h': (data, draws) => {
    const units = unitsOf(data)
    const asked = { level, contrasts, draws, statistic: 'kruskal-wallis', seed: '1' }
    const { chunk, finish } = randomisationTest.resampling
    return testOf(finish(units, asked, resultOf(chunk(units, asked, 0, draws / blockSize))))
  },
  'randomisation-mean': (data, draws) => {
    const { estimate, pValue } = contrastOf(
      randomisationContrasts.compute(unitsOf(data), {
        level,
        contrasts,
        draws,
        statistic: 'difference-in-means',
        seed: '1',
      }),
    )
    return [estimate, pValue]
  },
  'bootstrap-bca': (data, draws) => {
    const { lower, upper } = contrastOf(
      bootstrapDifferenceBca.compute(frequenciesFromArrays(columnOf(data)), { level, contrasts, draws, seed: '1' }),
    ).interval
    return [lower, upper]
  },
  allocation: ({ codes }) => {
    const targets = { even: {}, odd: {} }
    const sample = Array.from(codes, (code, i) => {
      const stratum = i % 2 === 0 ? 'even' : 'odd'
      targets[stratum][arms[code]] = (targets[stratum][arms[code]] ?? 0) + 1
      return { id: `C${String(i).padStart(8, '0')}`, stratum, cluster: `C${i}` }
    })
    const protocol = {
      arms: arms.map(id => ({ id, title: id })),
      caseload: { fields: [{ id: 'parity', levels: ['even', 'odd'] }] },
      strata: ['parity'],
      allocation: { method: 'fixed-counts', targets },
    }
    return [allocate(sample, protocol, streamsOf('1')).filter(({ arm }) => arm === arms[0]).length]
  },
}

console.log(`Equipoise on Node ${process.version}`)
for await (const line of createInterface({ input: process.stdin })) {
  const [task, path, rows, draws] = line.split(' ')
  const data = read(path, Number(rows))
  const started = process.hrtime.bigint()
  const answer = tasks[task](data, Number(draws))
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  console.log([seconds, ...answer].join(' '))
}
