// Big caseloads in Parquet of which every case is sampled and allocated, by `equipoise sample` and `equipoise allocate`. Needs GNU
// time. After `npm run build`:
//   node benchmarks/caseload/whole.mjs [--rounds 1] [--sizes 1000000,10000000] [--write]
// `--write` puts the table into docs/benchmarks.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseDocument } from 'yaml'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { comparedRows, machine, scratchFolder, timedProgram } from '../timed-program.mjs'
import { oldSchemeInThrees, writeCaseload } from './data.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    sizes: { type: 'string', default: '1000000,10000000' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const command = here('../../dist/cli/main.js')
const folder = scratchFolder()
const [trial, run, caseload] = ['trial', 'run', 'caseload.parquet'].map(name => join(folder, name))

/** Numbers of the three arms that add up to a stratum. */
const thirds = cases => {
  const [first, second] = [Math.round(cases / 3), Math.round(cases / 3)]
  return { pwc_first: first, nrp_first: second, control: cases - first - second }
}

const designs = [
  {
    title: 'fixed counts',
    clusters: false,
    allocation: cases => {
      const old = oldSchemeInThrees(cases)
      return { method: 'fixed-counts', targets: { 1993: thirds(old), 2003: thirds(cases - old) } }
    },
  },
  { title: 'stratified', clusters: false, allocation: () => ({ method: 'stratified', misfits: 'balanced' }) },
  {
    title: 'stratified, clusters of three',
    clusters: true,
    allocation: () => ({ method: 'stratified', misfits: 'balanced' }),
  },
]

/** The part-payment trial with every case eligible, allocated as a design says. */
function writeTrial({ clusters, allocation }, cases) {
  mkdirSync(trial, { recursive: true })
  const protocol = parseDocument(readFileSync(here('../../trials/part-payment/protocol.yaml'), 'utf8'))
  const made = { source: 'made up', assumed: true, reason: 'A benchmark.' }
  const everybody = { id: 'of_age', title: 'Of age', source: 'made up', rule: { field: 'nrp_age', atLeast: 18 } }
  protocol.set('eligibility', protocol.createNode([everybody]))
  protocol.set('allocation', protocol.createNode({ ...allocation(cases), ...made }))
  protocol.delete('profile')
  if (!clusters) protocol.delete('clusters')
  writeFileSync(join(trial, 'protocol.yaml'), String(protocol))
  writeFileSync(join(trial, 'plan.yaml'), readFileSync(here('../../trials/part-payment/plan.yaml')))
}

function timed() {
  rmSync(run, { recursive: true, force: true })
  const once = (name, ...args) =>
    timedProgram(process.execPath, [command, name, trial, '--run', run, '--seed', '7', '--quiet', ...args], folder)
  return [once('sample', '--caseload', caseload), once('allocate')]
}

const rows = []
for (const cases of options.sizes.split(',').map(Number)) {
  await writeCaseload({ cases, inOrder: true, parquet: caseload, threes: true })
  for (const design of designs) {
    writeTrial(design, cases)
    const rounds = Array.from({ length: Number(options.rounds) }, timed)
    const title = `${cases.toLocaleString('en-GB')} cases, ${design.title}`
    const own = comparedRows(title, [rounds.map(([sample]) => sample), rounds.map(([, allocate]) => allocate)])
    for (const row of own) {
      rows.push(row.slice(0, 3))
      console.log(`| ${row.slice(0, 3).join(' | ')} |`)
    }
  }
}
console.log(machine())
if (options.write) replaceTable('docs/benchmarks.md', rows, '## Whole caseloads')
