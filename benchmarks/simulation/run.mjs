// The part-payment trial simulated, side by side with a loop in R that draws the same model and makes the same tests. The
// programs start anew and take turns. Needs GNU time. After `npm run build`:
//   node benchmarks/simulation/run.mjs [--rounds 5] [--replicates 10000] [--write]
// `--write` puts the table into docs/benchmarks.md.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { comparedRows, machine, scratchFolder, timedProgram } from '../timed-program.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    replicates: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const command = here('../../dist/cli/main.js')
const folder = scratchFolder()
const replicates = Number(options.replicates)
const primary = ['payers_difference', 'amount_difference']

/** R ranks every case of every replicate: it is asked for fewer, and its time is stated for as many as ours. */
const tasks = [
  { title: 'primary analyses', analyses: ['--analyses', primary.join()], tests: 'primary', fewer: 1 },
  { title: 'primary and as reported', analyses: [], tests: 'all', fewer: 20 },
].map(task => ({ ...task, equipoise: [], r: [] }))

const ours = ({ analyses }) => [
  ...[command, 'simulate', 'part-payment', '--seed', '7', '--json', '--replicates', String(replicates)],
  ...analyses,
]
const theirs = ({ tests, fewer }) => ['--vanilla', here('rival.R'), String(Math.ceil(replicates / fewer)), tests]

/** Both must find as often as the other, within five Monte Carlo errors: the models are one. */
function requireAgreement() {
  const file = join(folder, 'power.txt')
  const [task] = tasks
  execFileSync('Rscript', [...theirs(task), file])
  const power = readFileSync(file, 'utf8').trim().split('\n').map(Number)
  const { analyses } = JSON.parse(execFileSync(process.execPath, ours(task), { maxBuffer: 1e8 }))
  const own = primary.flatMap(id => analyses.find(each => each.id === id).parts.map(part => part.power))
  own.forEach(({ value, standardError }, at) => {
    if (Math.abs(value - power[at]) > 5 * Math.SQRT2 * standardError)
      throw new Error(`Equipoise finds ${value} and R ${power[at]} of ${primary}, number ${at}`)
  })
}

requireAgreement()
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const task of tasks) {
    task.equipoise.push(timedProgram(process.execPath, ours(task), folder))
    const r = timedProgram('Rscript', theirs(task), folder)
    task.r.push({ ...r, wall: r.wall * task.fewer, processor: r.processor * task.fewer })
  }
}
console.log(machine())
const rows = tasks.flatMap(({ title, equipoise, r }) =>
  comparedRows(`${replicates.toLocaleString('en-GB')} replicates, ${title}`, [equipoise, r]),
)
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
if (options.write) replaceTable('docs/benchmarks.md', rows, '## Simulating a trial')
