// Payments of a part-payment trial into its log by `equipoise record`, every rule of the process judged, beside a Python
// script that only inserts the same rows into SQLite. Needs GNU time and python3. After `npm run build`:
//   node benchmarks/recording/run.mjs [--rounds 3] [--events 1000000] [--store postgres://USER@HOST/DATABASE] [--write]
// `--store` records in PostgreSQL as well; its tables are dropped, by `psql`, before every round.
// `--write` puts the table into docs/benchmarks.md.
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { comparedRows, machine, scratchFolder, timedProgram } from '../timed-program.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    events: { type: 'string', default: '1000000' },
    store: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const command = here('../../dist/cli/main.js')
const asked = Number(options.events)

const folder = scratchFolder()
const allocated = allocatedTrial()
const payments = paymentsOf(allocated)
const contestants = [() => recorded(), inserted]
if (options.store !== undefined) contestants.push(() => recorded(options.store))
const measured = contestants.map(() => [])
for (let round = 0; round < Number(options.rounds); round += 1)
  for (const [at, contestant] of contestants.entries()) measured[at].push(contestant())
console.log(machine())
const rows = comparedRows(`${asked.toLocaleString('en-GB')} payments`, measured)
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
if (options.write) replaceTable('docs/benchmarks.md', rows, '## Recording')

function allocatedTrial() {
  const [caseload, run] = [join(folder, 'caseload.csv'), join(folder, 'allocated')]
  const equipoise = (...args) => timedProgram(process.execPath, [command, ...args, '--quiet'], folder)
  equipoise('generate', 'part-payment', '--cases', '60000', '--seed', '7', '--out', caseload)
  equipoise('sample', 'part-payment', '--caseload', caseload, '--run', run, '--seed', '7')
  equipoise('allocate', 'part-payment', '--run', run, '--seed', '7')
  return run
}

/** Payments spread evenly over the allocated cases and over eight months. */
function paymentsOf(run) {
  const file = join(folder, 'payments.csv')
  const cases = readFileSync(join(run, '04-allocation.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => line.split(',', 1)[0])
  const from = Date.UTC(2015, 10, 2)
  const day = 86_400_000
  const lines = Array.from({ length: asked }, (_, at) => {
    const date = new Date(from + (at % 240) * day).toISOString().slice(0, 10)
    return `p${at},${cases[at % cases.length]},payment,${date},cs2,${(5 + (at % 200)).toFixed(2)},,,ordinary\n`
  })
  writeFileSync(file, `id,case,kind,at,by,amount,corrects,reason,basis\n${lines.join('')}`)
  return file
}

function recorded(store) {
  const run = join(folder, 'run')
  rmSync(run, { recursive: true, force: true })
  cpSync(allocated, run, { recursive: true })
  if (store !== undefined) execFileSync('psql', [store, '--quiet', '--command', 'drop owned by current_user'])
  const log = store === undefined ? [] : ['--store', store]
  return timedProgram(
    process.execPath,
    [command, 'record', 'part-payment', '--run', run, '--events', payments, ...log, '--quiet'],
    folder,
  )
}

function inserted() {
  const database = join(folder, 'inserted.sqlite')
  for (const ending of ['', '-wal', '-shm']) rmSync(database + ending, { force: true })
  return timedProgram('python3', [here('rival.py'), payments, database], folder)
}
