// From a caseload to sample and allocation, side by side with R (data.table's fread and base sampling): every round runs
// `equipoise sample` and `equipoise allocate`, then the R script, on the same file. Needs GNU time. After `npm run build`:
//   node benchmarks/allocation/run.mjs [--rounds 5] [--cases 805600] [--write]
// `--write` puts the table into docs/benchmarks.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { shuffled, streamsOf } from '../../dist/core/random.js'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { comparedRows, machine, scratchFolder, timedProgram } from '../timed-program.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    cases: { type: 'string', default: '805600' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const command = here('../../dist/cli/main.js')
const folder = scratchFolder()
const [ours, theirs] = ['equipoise', 'r'].map(name => join(folder, name))
const once = (program, args) => timedProgram(program, args, folder)

/** Two programs run one after the other, as one. */
const both = (a, b) => ({
  wall: a.wall + b.wall,
  processor: a.processor + b.processor,
  megabytes: Math.max(a.megabytes, b.megabytes),
})

function equipoise(caseload) {
  rmSync(ours, { recursive: true, force: true })
  const shared = ['part-payment', '--run', ours, '--seed', '7', '--quiet']
  return both(
    once(process.execPath, [command, 'sample', '--caseload', caseload, ...shared]),
    once(process.execPath, [command, 'allocate', ...shared]),
  )
}

function rival(caseload) {
  rmSync(theirs, { recursive: true, force: true })
  mkdirSync(theirs)
  return once('Rscript', ['--vanilla', here('rival.R'), caseload, theirs])
}

/** Eligibility must agree to the byte, and the numbers of cases in every stratum and arm; who is drawn cannot. */
function requireAgreement() {
  const [a, b] = [ours, theirs].map(made => ({
    eligibility: readFileSync(join(made, '02-eligibility.csv'), 'utf8'),
    sampled: countsOf(join(made, '03-sample.csv'), 'stratum'),
    allocated: countsOf(join(made, '04-allocation.csv'), 'stratum', 'arm'),
  }))
  for (const what of Object.keys(a))
    if (a[what] !== b[what]) throw new Error(`Equipoise and R differ in what is ${what}`)
}

function countsOf(path, ...columns) {
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => line.split(','))
  const counts = {}
  for (const row of rows) {
    const cell = columns.map(column => row[header.indexOf(column)]).join(' ')
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return JSON.stringify(Object.entries(counts).sort())
}

function inRandomOrder(path) {
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const file = join(folder, 'shuffled.csv')
  writeFileSync(file, `${[header, ...shuffled(rows, streamsOf('rows')('benchmark', 'all'))].join('\n')}\n`)
  return file
}

const made = join(folder, 'caseload.csv')
once(process.execPath, [command, 'generate', 'part-payment', '--cases', options.cases, '--seed', '7', '--out', made])
const tasks = [
  { order: 'in order of id', file: made, equipoise: [], r: [] },
  { order: 'in random order', file: inRandomOrder(made), equipoise: [], r: [] },
]
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const task of tasks) {
    task.equipoise.push(equipoise(task.file))
    task.r.push(rival(task.file))
    requireAgreement()
  }
}
console.log(machine())
const cases = Number(options.cases).toLocaleString('en-GB')
const rows = tasks.flatMap(({ order, equipoise: own, r }) => comparedRows(`${cases} cases ${order}`, [own, r]))
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
if (options.write) replaceTable('docs/benchmarks.md', rows, '## From a caseload to an allocation')
