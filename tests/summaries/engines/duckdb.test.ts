import { afterAll, describe } from 'vitest'
import { openDuckDB } from '../../../src/storage/engines/duckdb.ts'
import { csvTable, parquetTable } from '../../support/engine-tables.ts'
import { scratch } from '../../support/folders.ts'
import { summarisesLikeMemory } from './conformance.ts'

const { folder, remove } = scratch()
afterAll(remove)

describe('DuckDB over Parquet', () =>
  summarisesLikeMemory({
    open: async table => ({ shards: [await openDuckDB({ files: [await parquetTable(folder, table)] })], isCsv: false }),
    runs: 15,
  }))

describe('DuckDB over CSV', () =>
  summarisesLikeMemory({
    open: async table => ({ shards: [await openDuckDB({ files: [csvTable(folder, table)] })], isCsv: true }),
    runs: 6,
  }))
