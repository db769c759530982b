// Big caseloads in Parquet taken to sample and allocation by `equipoise sample` and `equipoise allocate`, beside the R script of
// benchmarks/allocation on the same cases in CSV: R's data.table reads no Parquet. Needs GNU time. After `npm run build`:
//   node benchmarks/caseload/run.mjs [--rounds 3] [--sizes 10000,100000,1000000,10000000] [--alone 100000000] [--write]
// `--alone` are sizes without R. One case in a hundred is sampled, at most 100,000. `--write` puts the table into docs/benchmarks.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseDocument } from 'yaml'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { comparedRows, machine, scratchFolder, timedProgram } from '../timed-program.mjs'
import { writeCaseload } from './data.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '10000,100000,1000000,10000000' },
    alone: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const command = here('../../dist/cli/main.js')
const folder = scratchFolder()
const [trial, ours, theirs] = ['trial', 'equipoise', 'r'].map(name => join(folder, name))
const numbersIn = text => text.split(',').filter(Boolean).map(Number)
const once = (program, args) => timedProgram(program, args, folder)

/** The part-payment trial with targets for a sample of about this size: three in ten of the 1993 scheme, the arms alike. */
function writeTrial(sample) {
  mkdirSync(trial, { recursive: true })
  const protocol = parseDocument(readFileSync(here('../../trials/part-payment/protocol.yaml'), 'utf8'))
  const targets = Object.entries({ 1993: 0.1, 2003: 0.7 / 3 }).map(([scheme, share]) => {
    const cases = Math.round(share * sample)
    return [scheme, { pwc_first: cases, nrp_first: cases, control: cases }]
  })
  protocol.setIn(['allocation', 'targets'], Object.fromEntries(targets))
  writeFileSync(join(trial, 'protocol.yaml'), String(protocol))
  writeFileSync(join(trial, 'plan.yaml'), readFileSync(here('../../trials/part-payment/plan.yaml')))
  return targets.flatMap(([, counts]) => Object.values(counts))
}

function equipoise(caseload) {
  rmSync(ours, { recursive: true, force: true })
  const shared = [trial, '--run', ours, '--seed', '7', '--quiet']
  const drawn = once(process.execPath, [command, 'sample', ...shared, '--caseload', caseload])
  const allocated = once(process.execPath, [command, 'allocate', ...shared])
  return {
    wall: drawn.wall + allocated.wall,
    processor: drawn.processor + allocated.processor,
    megabytes: Math.max(drawn.megabytes, allocated.megabytes),
  }
}

function rival(caseload, targets) {
  rmSync(theirs, { recursive: true, force: true })
  mkdirSync(theirs)
  return once('Rscript', ['--vanilla', here('../allocation/rival.R'), caseload, theirs, targets.join()])
}

/** Who is eligible must agree to the byte. */
function requireAgreement() {
  const [a, b] = [ours, theirs].map(made => readFileSync(join(made, '02-eligibility.csv')))
  if (!a.equals(b)) throw new Error('Equipoise and R differ in what is eligible')
}

async function measured({ cases, inOrder, withR }) {
  const [parquet, csv] = ['parquet', 'csv'].map(ending => join(folder, `caseload.${ending}`))
  await writeCaseload({ cases, inOrder, parquet, csv: withR ? csv : undefined })
  const targets = writeTrial(Math.min(cases / 100, 100_000))
  const [own, r] = [[], []]
  for (let round = 0; round < (withR ? Number(options.rounds) : 1); round += 1) {
    own.push(equipoise(parquet))
    if (!withR) continue
    r.push(rival(csv, targets))
    requireAgreement()
  }
  const title = `${cases.toLocaleString('en-GB')} cases${inOrder ? '' : ' in random order'}`
  return withR ? comparedRows(title, [own, r]) : comparedRows(title, [own]).map(row => [...row, '', ''])
}

const sizes = numbersIn(options.sizes)
const tasks = [
  ...sizes.map(cases => ({ cases, inOrder: true, withR: true })),
  { cases: Math.max(...sizes), inOrder: false, withR: true },
  ...numbersIn(options.alone).map(cases => ({ cases, inOrder: true, withR: false })),
]
const rows = []
for (const task of tasks) {
  const own = await measured(task)
  for (const row of own) console.log(`| ${row.join(' | ')} |`)
  rows.push(...own)
}
console.log(machine())
if (options.write) replaceTable('docs/benchmarks.md', rows, '## Big caseloads')
