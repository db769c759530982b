import { TrialError } from '../../core/errors.ts'
import { type Progress, silent } from '../../core/progress.ts'
import type { DialectId, QueryEngine } from '../../storage/engines/engine.ts'
import { withRetries } from '../../storage/engines/retry.ts'
import { dialectIds } from '../../summaries/engines/sql/dialect.ts'
import type { Shards } from '../../summaries/engines/sql/shards.ts'
import { dataMissing, engineUnknown } from './issues.ts'

/** An engine as the command line names it, and what it is to read. */
export interface EngineFlags {
  engine: string
  data: readonly string[]
  /** Where servers are, or DuckDB databases: several are shards. Passwords come from the environment. */
  addresses?: readonly string[] | undefined
}

/** Opens a table at an address. */
const openers: Readonly<Record<string, (address: string, table: string) => Promise<QueryEngine>>> = {
  async duckdb(database, table) {
    const { openDuckDB } = await import('../../storage/engines/duckdb.ts')
    return openDuckDB({ database, table })
  },
  async postgres(address, table) {
    const { openPostgres } = await import('../../storage/engines/postgres.ts')
    return openPostgres({ address, table })
  },
  async clickhouse(url, table) {
    const { openClickHouse } = await import('../../storage/engines/clickhouse.ts')
    return openClickHouse({ url, table })
  },
}
const engines = Object.keys(openers)

/**
 * Opens what the flags name. `isCsv` says whether the data are text, as in 06-analysis-set.csv. A server that breaks off after it was
 * opened is asked again, and progress tells so.
 */
export async function openEngine(
  { engine, data, addresses = [] }: EngineFlags,
  progress: Progress = silent,
): Promise<{ shards: Shards; isCsv: boolean }> {
  const open = openers[engine]
  if (open === undefined) throw new TrialError([engineUnknown('--engine', engine, engines)])
  const [table] = data
  if (table === undefined) throw new TrialError([dataMissing('files for duckdb, a table for a server', 'none')])
  if (addresses.length === 0 && engine === 'duckdb') {
    const { openDuckDB } = await import('../../storage/engines/duckdb.ts')
    return { shards: [await openDuckDB({ files: data })], isCsv: data.every(file => /\.csv$/i.test(file)) }
  }
  if (data.length > 1) throw new TrialError([dataMissing('one table', `${data.length}`)])
  const [first, ...others] = await openAll(addresses, async address => {
    const opened = await open(address, table)
    return withRetries(opened, {
      told: (next, pause) => progress.report(`No answer of ${opened.shown}, again in ${pause / 1000} s, try`, next),
    })
  })
  if (first === undefined) throw new TrialError([dataMissing('the address of the server with --at', 'none')])
  return { shards: [first, ...others], isCsv: false }
}

/** Opens all shards, or none: those that do not open are all told. */
async function openAll(
  addresses: readonly string[],
  open: (address: string) => Promise<QueryEngine>,
): Promise<QueryEngine[]> {
  const opened = await Promise.allSettled(addresses.map(open))
  const shards = opened.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const failures = opened.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []))
  if (failures.length === 0) return shards
  await Promise.all(shards.map(shard => shard.close()))
  const other = failures.find(error => !(error instanceof TrialError))
  throw other ?? new TrialError(failures.flatMap(error => (error as TrialError).issues))
}

/** A kind of SQL by its name. */
export function knownDialect(name: string): DialectId {
  const found = dialectIds.find(id => id === name)
  if (found === undefined) throw new TrialError([engineUnknown('--dialect', name, dialectIds)])
  return found
}
