import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { csvText } from '../../../src/pipeline/case-files.ts'
import { withDuckDB } from '../../../src/storage/duckdb.ts'
import { openDuckDB } from '../../../src/storage/engines/duckdb.ts'
import type { TypedTable } from '../../support/engine-worlds.ts'
import { scratch } from '../../support/folders.ts'
import { type EngineHarness, summarisesLikeMemory } from './conformance.ts'

const { folder, remove } = scratch()
let made = 0

function writeCsv({ columns, rows }: TypedTable): string {
  made += 1
  const path = join(folder, `table-${made}.csv`)
  writeFileSync(
    path,
    csvText(
      columns.map(({ name }) => name),
      rows,
    ),
  )
  return path
}

/** DuckDB's names of types. */
const types = { text: 'VARCHAR', integer: 'BIGINT', boolean: 'BOOLEAN' } as const

async function writeParquet(table: TypedTable): Promise<string> {
  const csv = writeCsv(table)
  const path = csv.replace(/csv$/, 'parquet')
  const selected = table.columns.map(({ name, type }) => `CAST(nullif("${name}", '') AS ${types[type]}) AS "${name}"`)
  await withDuckDB(async connection => {
    await connection.run(
      `COPY (SELECT ${selected.join(', ')} FROM read_csv('${csv}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')) TO '${path}' (FORMAT parquet)`,
    )
  })
  return path
}

const csv: EngineHarness = {
  open: async table => ({ engine: await openDuckDB({ files: [writeCsv(table)] }), isCsv: true }),
  stop: async () => remove(),
  runs: 6,
}

const parquet: EngineHarness = {
  open: async table => ({ engine: await openDuckDB({ files: [await writeParquet(table)] }), isCsv: false }),
  runs: 15,
}

describe('DuckDB over Parquet', () => summarisesLikeMemory(parquet))
describe('DuckDB over CSV', () => summarisesLikeMemory(csv))
