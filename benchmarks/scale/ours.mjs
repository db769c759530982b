// Summaries of a table in DuckDB and what two methods make of them: node ours.mjs PARQUET
import { fileURLToPath } from 'node:url'
import { kruskalWallis, openDuckDB, readTrial, summariseTable } from '../../dist/index.js'

const trial = await readTrial(fileURLToPath(new URL('../../trials/letter', import.meta.url)))
const engine = await openDuckDB({ files: [process.argv[2]] })
const summaries = await summariseTable(trial, engine)
await engine.close()
const ranks = summaries.find(({ outcome, kind }) => outcome === 'amount' && kind === 'ranks')
const moments = summaries.find(({ outcome, kind }) => outcome === 'amount' && kind === 'moments')
const total = moments.cells.reduce((sum, { data }) => sum + data.sum, 0n)
const { statistic } = kruskalWallis.compute(ranks, kruskalWallis.defaults).result
console.log(JSON.stringify({ total: String(total), statistic: statistic.value }))
