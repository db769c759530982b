/** The kinds of SQL that engines speak; those of ClickHouse before it knew window functions and named queries are one of their own. */
export type DialectId = 'duckdb' | 'postgres' | 'clickhouse' | 'clickhouse18' | 'athena' | 'databricks'

/** What a column of a table holds, as far as its values must be exact. */
export type EngineType = 'integer' | 'decimal' | 'float' | 'boolean' | 'text' | 'other'

/** A column of a table. */
export interface EngineColumn {
  name: string
  type: EngineType
  /** The type as the engine calls it. */
  declared: string
}

/** A row of an answer: every value as text, so that no integer loses a digit, and `null` for NULL. */
export type EngineRow = readonly (string | null)[]

/** A table where the data is, and a connection that only reads. */
export interface QueryEngine {
  readonly dialect: DialectId
  /** What stands after FROM. */
  readonly relation: string
  /** The place as it may be shown and written down: without secrets. */
  readonly shown: string
  columns(): Promise<readonly EngineColumn[]>
  /** Runs one statement that reads. An abort ends it in the engine too. */
  query(statement: string, signal?: AbortSignal): Promise<readonly EngineRow[]>
  close(): Promise<void>
}
