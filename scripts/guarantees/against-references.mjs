import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { simulationStream } from '../../dist/core/simulation-random.js'
import { methods, summarise } from '../../dist/index.js'
import { columnOf, optionsFor } from './observe.mjs'
import { drawTrial, populations } from './populations.mjs'

const setsOfEach = 10
/** R's conditional odds ratios, the least exact number compared, are found to about 1e-4. A larger difference is a fault. */
const mostInexact = 1e-3
const programs = [
  { name: 'R', command: 'Rscript', args: ['--vanilla', fileURLToPath(new URL('reference.R', import.meta.url))] },
  { name: 'SciPy', command: 'python3', args: [fileURLToPath(new URL('reference.py', import.meta.url))] },
]

/**
 * The largest difference of every quantity from what R and SciPy make of the same cases, relative to its size, over drawn
 * trials. Programs that are not installed are left out.
 */
export function compareWithReferences() {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-references-'))
  try {
    const sets = drawnSets()
    const file = join(folder, 'cases.csv')
    writeFileSync(file, casesText(sets))
    const ours = new Map(sets.flatMap((set, index) => [...quantitiesOf(set, index)]))
    return programs.flatMap(program => compare(program, file, join(folder, `${program.name}.csv`), ours) ?? [])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const drawnSets = () =>
  populations
    .filter(({ pairs }) => !pairs)
    .flatMap(population =>
      Array.from({ length: setsOfEach }, (_, replicate) => ({
        population,
        rows: drawTrial(population, simulationStream({ purpose: 'references', seed: population.id, replicate })),
      })),
    )
    .filter(({ rows }) =>
      ['pwc_first', 'nrp_first', 'control'].every(arm => rows.some(row => row.arm === arm && row.value > 0)),
    )

const casesText = sets =>
  `set,arm,stratum,value\n${sets.flatMap(({ rows }, set) => rows.map(({ arm, stratum, value }) => `${set},${arm},${stratum},${value}`)).join('\n')}\n`

/** Every number of every method without draws on one data set, by its name. */
function* quantitiesOf({ population, rows }, set) {
  for (const outcome of ['binary', 'money']) {
    for (const method of methods.all) {
      if ((method.requires === 'counts') !== (outcome === 'binary')) continue
      // Draws differ from program to program; the exact tests of counts draw only where tables are too many.
      if (method.resampling !== undefined && outcome !== 'binary') continue
      // The programs know strata only where they were told of them.
      const known = method.withinStrata ? rows : rows.map(row => ({ ...row, stratum: 'all' }))
      const [summary] = summarise(columnOf(population, known, outcome === 'binary'), [method.requires])
      const computation = method.compute(summary, optionsFor(method, 0))
      if (computation.status === 'undefined') continue
      for (const [quantity, value] of quantities(computation.result))
        yield [`${set},${outcome},${method.id},${quantity}`, value]
    }
  }
}

function quantities(result) {
  if (result.monteCarlo !== undefined) return []
  if (result.kind === 'test')
    return [
      ['statistic', result.statistic.value],
      ['p', result.pValue],
    ]
  if (result.kind === 'arms') {
    return result.estimates.flatMap(({ arm, interval }) => [
      [`${arm}:low`, interval.lower],
      [`${arm}:high`, interval.upper],
    ])
  }
  return result.contrasts.flatMap(({ arm, computation }) => {
    if (computation.status === 'undefined') return []
    const { estimate, statistic, pValue, interval, simultaneous } = computation.result
    return [
      [`${arm}:estimate`, estimate],
      [`${arm}:statistic`, statistic?.value],
      [`${arm}:p`, pValue],
      [`${arm}:low`, interval.lower],
      [`${arm}:high`, interval.upper],
      [`${arm}:simultaneous p`, simultaneous?.pValue],
      [`${arm}:simultaneous low`, simultaneous?.interval.lower],
      [`${arm}:simultaneous high`, simultaneous?.interval.upper],
    ]
  })
}

function compare({ name, command, args }, input, output, ours) {
  const ran = spawnSync(command, [...args, input, output], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (ran.status !== 0) return undefined
  const [version = name, ...lines] = readFileSync(output, 'utf8').trim().split('\n')
  const worst = new Map()
  for (const line of lines) {
    const at = line.lastIndexOf(',')
    const [key, theirs] = [line.slice(0, at), Number(line.slice(at + 1))]
    const [, , method, quantity] = key.split(',')
    const value = ours.get(key)
    if (value === undefined) continue
    const kind = quantity.split(':').at(-1)
    const found = worst.get(`${method},${kind}`) ?? { program: version, method, quantity: kind, compared: 0, worst: 0 }
    found.compared += 1
    found.worst = Math.max(found.worst, difference(value, theirs))
    if (found.worst > mostInexact) throw new Error(`${version} makes ${theirs} of ${key}, and here it is ${value}`)
    worst.set(`${method},${kind}`, found)
  }
  return [...worst.values()]
}

const difference = (ours, theirs) => (ours === theirs ? 0 : Math.abs(ours - theirs) / Math.max(Math.abs(ours), 1e-300))
