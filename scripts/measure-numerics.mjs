// Prints, for each function of numerics/, its worst relative error on the reference points: npm run build, then
// node scripts/measure-numerics.mjs. docs/numerics.md holds what it printed.
import { readFileSync } from 'node:fs'
import * as numerics from '../dist/numerics/index.js'

const smallest = 1e-300
const functions = new Map(Object.entries(numerics))
const worst = new Map()

for (const file of ['grid1', 'grid2', 'holdout']) {
  const url = new URL(`../tests/oracles/mpmath/${file}.json`, import.meta.url)
  const { origin: _, ...grid } = JSON.parse(readFileSync(url, 'utf8'))
  for (const [name, rows] of Object.entries(grid)) {
    const record = worst.get(name) ?? { points: 0, error: 0, at: [] }
    worst.set(name, record)
    for (const [args, printed] of rows) {
      const truth = Number(printed)
      if (truth !== 0 && Math.abs(truth) < smallest) continue
      const got = functions.get(name)(...args)
      const error = got === truth ? 0 : Math.abs(got / truth - 1)
      record.points++
      if (error > record.error) Object.assign(record, { error, at: args })
    }
  }
}

for (const [name, { points, error, at }] of [...worst].sort()) {
  console.log(`| \`${name}\` | ${points} | ${error.toExponential(1)} | ${at.join(', ')} |`)
}
