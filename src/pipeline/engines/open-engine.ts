import { TrialError } from '../../core/errors.ts'
import type { DialectId, QueryEngine } from '../../storage/engines/engine.ts'
import { dialectIds } from '../../summaries/engines/sql/dialect.ts'
import { dataMissing, engineUnknown } from './issues.ts'

/** An engine as the command line names it, and what it is to read. */
export interface EngineFlags {
  engine: string
  data: readonly string[]
  /** Where a server is; its password comes from the environment. */
  address?: string | undefined
}

const engines = ['duckdb', 'postgres', 'clickhouse'] as const

/** Opens what the flags name. `isCsv` says whether the data are text, as in 06-analysis-set.csv. */
export async function openEngine({
  engine,
  data,
  address,
}: EngineFlags): Promise<{ engine: QueryEngine; isCsv: boolean }> {
  const [first] = data
  if (!engines.some(id => id === engine)) throw new TrialError([engineUnknown('--engine', engine, engines)])
  if (first === undefined) throw new TrialError([dataMissing('files for duckdb, a table for a server', 'none')])
  if (engine === 'duckdb') {
    const { openDuckDB } = await import('../../storage/engines/duckdb.ts')
    const isCsv = data.every(file => /\.csv$/i.test(file))
    const source = address === undefined ? { files: data } : { database: address, table: first }
    return { engine: await openDuckDB(source), isCsv: isCsv && address === undefined }
  }
  if (data.length > 1) throw new TrialError([dataMissing('one table', `${data.length}`)])
  if (address === undefined) throw new TrialError([dataMissing('the address of the server with --at', 'none')])
  if (engine === 'postgres') {
    const { openPostgres } = await import('../../storage/engines/postgres.ts')
    return { engine: await openPostgres({ address, table: first }), isCsv: false }
  }
  const { openClickHouse } = await import('../../storage/engines/clickhouse.ts')
  return { engine: await openClickHouse({ url: address, table: first }), isCsv: false }
}

/** A kind of SQL by its name. */
export function knownDialect(name: string): DialectId {
  const found = dialectIds.find(id => id === name)
  if (found === undefined) throw new TrialError([engineUnknown('--dialect', name, dialectIds)])
  return found
}
