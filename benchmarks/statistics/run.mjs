// Side by side with SciPy and R, in one run: every round asks each program in turn for the same task on the same data, and
// the medians are printed with the ratios. Answers must agree. On a quiet machine, after `npm run build`:
//   node benchmarks/statistics/run.mjs [--rounds 5] [--only kruskal-wallis] [--write]
// `--write` puts the table into docs/benchmarks.md. Programs that are not installed are left out, and said so.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { Contestant } from './contestant.mjs'
import { rowsOfCases } from './data.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'equipoise-benchmark-'))
const published = 18_624

/** A loop of a rival is asked for fewer draws, and its time is stated for as many as ours. */
const tasks = [
  ...[1e4, 1e5, 1e6, 1e7].map(rows => ({ task: 'kruskal-wallis', rows })),
  ...[1e4, 1e5, 1e6, 1e7].map(rows => ({ task: 'chi-squared', rows })),
  { task: 'sum', rows: 1e6, only: ['Equipoise'] },
  { task: 'randomisation-h', rows: published, draws: 1e5, fewer: { R: 400, SciPy: 2000 } },
  { task: 'randomisation-mean', rows: published, draws: 1e5, fewer: { R: 400, SciPy: 2000 } },
  { task: 'bootstrap-bca', rows: published, draws: 1e4, fewer: {} },
  { task: 'allocation', rows: 1e6 },
].filter(({ task }) => options.only === undefined || task === options.only)

/** Statistics agree to 1e-8; what is drawn agrees as far as draws do, and is not compared. */
const compared = { 'kruskal-wallis': 2, 'chi-squared': 2, 'randomisation-h': 1, 'randomisation-mean': 1 }

const time = seconds => (seconds < 1 ? `${(1000 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`)
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

const contestants = [
  new Contestant('Equipoise', process.execPath, [here('equipoise.mjs')]),
  new Contestant('SciPy', 'python3', [here('rival.py')]),
  new Contestant('R', 'Rscript', ['--vanilla', here('rival.R')]),
]

try {
  const present = []
  for (const contestant of contestants) {
    const version = await contestant.version()
    if (version === undefined) console.log(`${contestant.title} is not installed here and is left out.`)
    else present.push({ contestant, version })
  }
  console.log(present.map(({ version }) => version).join('; '), `; ${availableParallelism()} processors`)
  const rows = []
  for (const task of tasks)
    rows.push(
      await measure(
        task,
        present.map(({ contestant }) => contestant),
      ),
    )
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
  if (options.write) replaceTable('docs/benchmarks.md', rows)
} finally {
  for (const contestant of contestants) contestant.close()
  rmSync(folder, { recursive: true, force: true })
}

async function measure({ task, rows, draws = 0, fewer = {}, only }, present) {
  const file = join(folder, `${rows}.bin`)
  writeFileSync(file, rowsOfCases(rows))
  const taking = present.filter(({ title }) => only === undefined || only.includes(title))
  const measured = new Map(taking.map(({ title }) => [title, []]))
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const contestant of taking) {
      const asked = fewer[contestant.title] ?? draws
      const answer = await contestant.ask({ task, file, rows, draws: asked })
      measured.get(contestant.title).push({ ...answer, seconds: answer.seconds * (asked === 0 ? 1 : draws / asked) })
    }
  }
  requireAgreement(task, rows, measured)
  const seconds = title => (measured.has(title) ? median(measured.get(title).map(each => each.seconds)) : undefined)
  const megabytes = title => Math.max(...(measured.get(title) ?? []).map(each => each.megabytes))
  const ours = seconds('Equipoise')
  const cell = title => (measured.has(title) ? `${time(seconds(title))} (${megabytes(title).toFixed(0)} MB)` : '')
  const ratio = title =>
    title !== 'Equipoise' && measured.has(title) ? `${(seconds(title) / ours).toPrecision(2)}x` : ''
  const name = `${task}, ${rows.toLocaleString('en-GB')} rows${draws === 0 ? '' : `, ${draws.toLocaleString('en-GB')} draws`}`
  return [name, cell('Equipoise'), cell('SciPy'), ratio('SciPy'), cell('R'), ratio('R')]
}

function requireAgreement(task, rows, measured) {
  const [first, ...others] = [...measured.values()].map(([{ answer }]) => answer.slice(0, compared[task] ?? 0))
  // The usual formula of H subtracts two numbers near 3 (N + 1): SciPy and R lose digits in proportion to N.
  const allowed = 1e-9 + 1e-14 * rows
  for (const other of others) {
    const far = first.some((number, at) => Math.abs(number - other[at]) > allowed * Math.max(1, Math.abs(number)))
    if (far) throw new Error(`${task} on ${rows} rows: ${first.join(' ')} and ${other.join(' ')} differ`)
  }
}
