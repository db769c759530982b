// Writes the table of worst relative errors into docs/numerics.md: npm run build, then
// node scripts/measure-numerics.mjs [folder of the compiled program, else dist]
// Ours and jStat's are measured here; R's are read from tests/oracles/mpmath/r-errors.json (scripts/numerics-r.R).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import jStat from 'jstat'

const load = path => import(pathToFileURL(resolve(process.argv[2] ?? 'dist', path)).href)
const numerics = { ...(await load('numerics/index.js')) }
const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const oracle = name => JSON.parse(read(`tests/oracles/mpmath/${name}`))

/** The grids that R and jStat are measured on; the others were made to be harsh to this program. */
const common = ['grid1.json', 'grid2.json', 'grid3.json', 'studentised-range.json', 'studentised.json', 'counts.json']
const r = oracle('r-errors.json')

const upper =
  cdf =>
  (...args) =>
    1 - cdf(...args)
const jStats = {
  betaCdf: jStat.beta.cdf,
  betaQuantile: jStat.beta.inv,
  betaUpperTail: upper(jStat.beta.cdf),
  binomialCdf: jStat.binomial.cdf,
  binomialPmf: jStat.binomial.pdf,
  binomialUpperTail: upper(jStat.binomial.cdf),
  chiSquaredCdf: jStat.chisquare.cdf,
  chiSquaredQuantile: jStat.chisquare.inv,
  chiSquaredUpperTail: upper(jStat.chisquare.cdf),
  chiSquaredUpperQuantile: (p, df) => jStat.chisquare.inv(1 - p, df),
  fCdf: jStat.centralF.cdf,
  fQuantile: jStat.centralF.inv,
  fUpperTail: upper(jStat.centralF.cdf),
  hypergeometricCdf: jStat.hypgeom.cdf,
  hypergeometricPmf: jStat.hypgeom.pdf,
  hypergeometricUpperTail: upper(jStat.hypgeom.cdf),
  normalCdf: z => jStat.normal.cdf(z, 0, 1),
  normalQuantile: p => jStat.normal.inv(p, 0, 1),
  normalUpperTail: z => 1 - jStat.normal.cdf(z, 0, 1),
  studentTCdf: jStat.studentt.cdf,
  studentTQuantile: jStat.studentt.inv,
  studentTUpperTail: upper(jStat.studentt.cdf),
  noncentralTCdf: jStat.noncentralt.cdf,
  noncentralTUpperTail: upper(jStat.noncentralt.cdf),
  studentisedRangeCdf: jStat.tukey.cdf,
  studentisedRangeUpperTail: upper(jStat.tukey.cdf),
}

const smallest = 1e-300
const ordinary = 1e-10

function emptyRecord() {
  return { points: 0, ordinary: 0, worst: 0, at: [], failed: 0 }
}

function score(record, f, args, truth) {
  const got = f(...args)
  const error = got === truth ? 0 : Math.abs(got / truth - 1)
  record.points++
  if (!Number.isFinite(error) || (got === 0 && truth !== 0)) record.failed++
  else {
    if (Math.abs(truth) >= ordinary) record.ordinary = Math.max(record.ordinary, error)
    if (error >= record.worst) Object.assign(record, { worst: error, at: args })
  }
  return error
}

const bar = 1e-12
const [ours, theirs, misses] = [new Map(), new Map(), []]

for (const file of readdirSync(new URL('../tests/oracles/mpmath/', import.meta.url)).sort()) {
  if (!file.endsWith('.json') || file === 'r-errors.json') continue
  for (const [name, rows] of Object.entries(oracle(file))) {
    if (typeof numerics[name] !== 'function' || !Array.isArray(rows)) continue
    const record = ours.get(name) ?? emptyRecord()
    ours.set(name, record)
    for (const [printedArgs, printed] of rows) {
      const args = printedArgs.map(each => (each === 'Infinity' ? Infinity : each))
      const truth = Number(printed)
      if (truth !== 0 && Math.abs(truth) < smallest) continue
      const error = score(record, numerics[name], args, truth)
      if (!(error <= bar)) misses.push(`\`${name}(${args.join(', ')})\`: ${error.toExponential(1)}`)
      if (!common.includes(file) || jStats[name] === undefined) continue
      const other = theirs.get(name) ?? emptyRecord()
      theirs.set(name, other)
      score(other, jStats[name], args, truth)
    }
  }
}

const size = error => (error === 0 ? '0' : error.toExponential(0))

function another(record) {
  if (record === undefined) return ''
  const failed = record.failed > 0 ? `, ${record.failed} failed` : ''
  const both = [size(record.ordinary), size(record.worst)]
  return `${both[0] === both[1] ? both[0] : both.join(' / ')}${failed}`
}

const version = JSON.parse(read('node_modules/jstat/package.json')).version
const header = ['function', 'points', 'worst here', 'at', `R ${r.version}`, `jStat ${version}`]
const body = [...ours]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, { points, worst, at }]) => [
    `\`${name}\``,
    String(points),
    worst === 0 ? '0' : worst.toExponential(1),
    worst === 0 ? '' : at.map(each => (Array.isArray(each) ? `[${each.join(', ')}]` : each)).join(', '),
    another(r[name]),
    another(theirs.get(name)),
  ])
const widths = header.map((_, i) => Math.max(...[header, ...body].map(row => row[i].length)))
const line = cells => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`
const table = [line(header), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n')
const verdict = misses.length === 0 ? `No point misses ${bar}.` : `Points that miss ${bar}: ${misses.join('; ')}.`

const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->']
const page = read('docs/numerics.md')
const [before, rest] = page.split(begin)
const after = rest.split(end)[1]
const written = `${before}${begin}\n\n${table}\n\n${verdict}\n\n${end}${after}`
writeFileSync(new URL('../docs/numerics.md', import.meta.url), written)
