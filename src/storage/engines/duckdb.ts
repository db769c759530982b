import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { type Issue, TrialError } from '../../core/errors.ts'
import { requireFile } from '../files.ts'
import { fileNotFound } from '../issues.ts'
import { exactPath, sqlName, sqlText } from '../sql-text.ts'
import { fileRelation, shownFiles } from './duckdb-files.ts'
import type { EngineColumn, EngineRow, EngineType, QueryEngine } from './engine.ts'
import { engineMemoryLimit, engineNoTable, engineReadOnly, engineStatement, engineUnreachable } from './issues.ts'
import { asFailure, said, untilStopped } from './stop.ts'
import { tableParts } from './table-name.ts'

/** One or many files that are one table, or a table of a DuckDB database. */
export type DuckDBSource = { files: readonly string[] } | { database: string; table: string }

/** What DuckDB reads, and how much memory and time it may take. */
export type DuckDBOptions = DuckDBSource & {
  /** How much memory may be used before work goes to a temporary folder, such as `4GB`. */
  memoryLimit?: string | undefined
  /** Milliseconds that a statement may take. */
  timeout?: number | undefined
}

/**
 * Opens Parquet or CSV files, or a table of a DuckDB database. Paths stand for themselves and are no patterns. DuckDB can reach
 * these files and no others, nor the network. Every column of a CSV file is text, and an empty cell of it is NULL.
 */
export async function openDuckDB(options: DuckDBOptions): Promise<QueryEngine> {
  const { memoryLimit, timeout } = options
  if (memoryLimit !== undefined && !/^\d+(\.\d+)? ?[KMGT](i?)B$/i.test(memoryLimit)) {
    throw new TrialError([engineMemoryLimit(memoryLimit)])
  }
  const shown = 'files' in options ? shownFiles(options.files) : `${options.database} (${options.table})`
  const files = 'files' in options ? options.files : [options.database]
  for (const file of files) requireFile(file)
  // What does not fit into memory are rows of cases: the folder is the user's alone.
  const temporary = mkdtempSync(join(tmpdir(), 'equipoise-duckdb-'))
  const settings = { temp_directory: temporary, ...(memoryLimit && { memory_limit: memoryLimit }) }
  const place = { shown, files, temporary, timeout }
  try {
    if ('files' in options) return await overFiles(files, settings, place)
    const relation = tableParts(options.table).map(sqlName).join('.')
    return await overDatabase(options.database, relation, settings, place)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    throw error
  }
}

interface Place {
  shown: string
  files: readonly string[]
  temporary: string
  timeout: number | undefined
}
type Settings = Readonly<Record<string, string>>

async function overFiles(files: readonly string[], settings: Settings, place: Place): Promise<QueryEngine> {
  const { createDuckDB } = await import('../duckdb.ts')
  const instance = await createDuckDB(':memory:', settings)
  const paths = files.flatMap(file => [file, exactPath(file)])
  return ready(instance, place, [`SET allowed_paths = [${paths.map(sqlText).join(', ')}]`], engine =>
    fileRelation(files, place.shown, engine),
  )
}

async function overDatabase(
  database: string,
  relation: string,
  settings: Settings,
  place: Place,
): Promise<QueryEngine> {
  const { createDuckDB } = await import('../duckdb.ts')
  try {
    const instance = await createDuckDB(database, { ...settings, access_mode: 'READ_ONLY' })
    return await ready(instance, place, [], async () => relation)
  } catch (error) {
    if (error instanceof TrialError) throw error
    throw asFailure(engineUnreachable(place.shown, said(messageOf(error))), error)
  }
}

const closed = ["SET GLOBAL TimeZone = 'UTC'", 'SET enable_external_access = false', 'SET lock_configuration = true']

async function ready(
  instance: DuckDBInstance,
  place: Place,
  before: readonly string[],
  relationOf: (engine: DuckDBEngine) => Promise<string>,
): Promise<QueryEngine> {
  try {
    const connection = await instance.connect()
    for (const statement of [...before, ...closed]) await connection.run(statement)
    connection.closeSync()
    const engine = new DuckDBEngine(instance, place)
    engine.relation = await relationOf(engine)
    return engine
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

class DuckDBEngine implements QueryEngine {
  readonly dialect = 'duckdb'
  readonly shown: string
  relation = ''
  private readonly instance: DuckDBInstance
  private readonly place: Place
  private isOpen = true

  constructor(instance: DuckDBInstance, place: Place) {
    this.instance = instance
    this.place = place
    this.shown = place.shown
  }

  async columns(): Promise<readonly EngineColumn[]> {
    const rows = await this.query(`DESCRIBE SELECT * FROM ${this.relation}`)
    return rows.map(([name, type]) => ({ name: name ?? '', type: typeOf(type ?? ''), declared: type ?? '' }))
  }

  /** Each statement has a connection of its own, so that stopping it stops no other. */
  async query(statement: string, signal?: AbortSignal): Promise<readonly EngineRow[]> {
    const { isSelect } = await import('../duckdb.ts')
    const connection = await this.instance.connect()
    try {
      return await untilStopped(
        { signal, timeout: this.place.timeout },
        {
          place: this.shown,
          run: async () => {
            const statements = await connection.extractStatements(statement)
            if (statements.count !== 1) throw new TrialError([engineReadOnly(this.shown, 'several statements')])
            const prepared = await statements.prepare(0)
            if (!isSelect(prepared)) throw new TrialError([engineReadOnly(this.shown, 'another statement')])
            const reader = await prepared.runAndReadAll()
            return reader.getRowsJson().map(row => row.map(textOf))
          },
          stop: () => connection.interrupt(),
          failure: error => this.failure(error),
        },
      )
    } finally {
      connection.closeSync()
    }
  }

  private failure(error: unknown): TrialError {
    if (error instanceof TrialError) return error
    const gone = this.place.files.filter(file => !existsSync(file)).map(file => fileNotFound(file))
    return new TrialError(gone.length > 0 ? gone : [issueOf(this.shown, error)], { cause: error })
  }

  async close(): Promise<void> {
    if (!this.isOpen) return
    this.isOpen = false
    this.instance.closeSync()
    rmSync(this.place.temporary, { recursive: true, force: true })
  }
}

/** Integers beyond a double's, decimals and dates come as text already. */
function textOf(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const types: readonly (readonly [type: EngineType, declared: RegExp])[] = [
  ['integer', /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/],
  ['decimal', /^DECIMAL\(\d+,\d+\)$/],
  ['float', /^(FLOAT|DOUBLE)$/],
  ['boolean', /^BOOLEAN$/],
  ['text', /^(VARCHAR|ENUM\(.*\))$/s],
]

const typeOf = (declared: string): EngineType => types.find(([, pattern]) => pattern.test(declared))?.[0] ?? 'other'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** DuckDB's errors have no code; their first words say what they are. */
function issueOf(place: string, error: unknown): Issue {
  const message = messageOf(error)
  const why = said(withoutHints(message))
  if (/^Catalog Error: (Table|Schema) with name/.test(message)) return engineNoTable(place, why)
  if (/in read-only mode|^Permission Error/.test(message)) return engineReadOnly(place, why)
  return engineStatement(place, why)
}

/** Without the statement, its advice, and the line of a CSV file that it fell over, which is somebody's case. */
function withoutHints(message: string): string {
  const [csv] = /CSV Error on Line: \d+/.exec(message) ?? []
  if (csv === undefined) return message.split(/\n\n|\nLINE \d+:/)[0] ?? ''
  const [reason] = csvReason.exec(message) ?? []
  return reason === undefined ? csv : `${csv}, ${reason}`
}

const csvReason =
  /(?<=\n)(Expected Number of Columns: \d+ Found: \d+|Value with unterminated quote found|Invalid unicode|Maximum line size of \d+ bytes exceeded)/
