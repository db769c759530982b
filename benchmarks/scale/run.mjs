// How time and memory grow with the cases of a table: the sums of every cell and a Kruskal-Wallis test, by Equipoise over DuckDB on
// Parquet, by R's data.table on CSV and by SciPy on raw columns. Each reads a file in the form that suits it, starts anew, and they take
// turns. Needs GNU time; R with data.table and Python with SciPy where they are found. After `npm run build`:
//   node benchmarks/scale/run.mjs [--rounds 3] [--most 10000000] [--write]
// `--most 100000000` takes some minutes more and 300 MB of disk. `--write` puts the table into docs/benchmarks.md and draws docs/growth.svg from it.
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceTable } from '../../scripts/marked-table.mjs'
import { machine, scratchFolder, timedProgram } from '../timed-program.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    most: { type: 'string', default: '10000000' },
    write: { type: 'boolean', default: false },
  },
})
const here = name => fileURLToPath(new URL(name, import.meta.url))
const folder = scratchFolder()
const runs = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
const has = {
  R: runs('Rscript', '--vanilla', '-e', 'library(data.table)'),
  SciPy: runs('python3', '-c', 'import scipy.stats'),
}

/** What each program is, and how far it goes. */
const contestants = [
  {
    name: 'Equipoise',
    program: process.execPath,
    args: n => [here('ours.mjs'), join(folder, `${n}.parquet`)],
    most: 1e9,
  },
  ...(has.R
    ? [
        {
          name: 'R',
          program: 'Rscript',
          args: n => ['--vanilla', here('rival.R'), join(folder, `${n}.csv`)],
          most: 1e7,
        },
      ]
    : []),
  ...(has.SciPy
    ? [{ name: 'SciPy', program: 'python3', args: n => [here('rival.py'), join(folder, `${n}.raw`)], most: 1e7 }]
    : []),
]
const sizes = [1e4, 1e5, 1e6, 1e7, 1e8].filter(size => size <= Number(options.most))

/** All must find the same total to the penny, and the same statistic as far as doubles go that subtract large numbers. */
function requireAgreement(size, answers) {
  const [own, ...others] = answers
  for (const { total, statistic } of others) {
    if (total !== own.total) throw new Error(`${size} cases: totals ${own.total} and ${total}`)
    if (Math.abs(statistic - own.statistic) > 1e-6 * Math.max(1, own.statistic)) {
      throw new Error(`${size} cases: statistics ${own.statistic} and ${statistic}`)
    }
  }
}

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const rows = sizes.map(size => {
  execFileSync(process.execPath, [here('table.mjs'), String(size), folder], { stdio: 'inherit' })
  const able = contestants.filter(({ most }) => size <= most)
  requireAgreement(
    size,
    able.map(({ program, args }) => JSON.parse(execFileSync(program, args(size), { cwd: folder, encoding: 'utf8' }))),
  )
  const figures = able.map(() => [])
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const [at, { program, args }] of able.entries()) figures[at].push(timedProgram(program, args(size), folder))
  }
  const cells = contestants.map(contestant => {
    const at = able.indexOf(contestant)
    if (at < 0) return ['', '']
    const seconds = median(figures[at].map(({ wall }) => wall))
    const megabytes = median(figures[at].map(each => each.megabytes))
    return [`${seconds.toFixed(2)} s`, `${megabytes.toFixed(0)} MB`]
  })
  const row = [size.toLocaleString('en-GB'), ...cells.flat()]
  console.log(`| ${row.join(' | ')} |`)
  return row
})
console.log(machine())
if (options.write) {
  replaceTable('docs/benchmarks.md', rows, '## Growing tables')
  await import('./growth.mjs')
}
