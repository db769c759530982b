import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api'

/** A DuckDB that never looks for extensions on the network: in memory, or a file. */
export function createDuckDB(path = ':memory:', options: Readonly<Record<string, string>> = {}) {
  return DuckDBInstance.create(path, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...options,
  })
}

/** Runs work on an in-memory DuckDB. */
export async function withDuckDB<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await createDuckDB(':memory:', { preserve_insertion_order: 'true' })
  try {
    const connection = await instance.connect()
    try {
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

/** Whether a statement only answers. */
export const isSelect = ({ statementType }: DuckDBPreparedStatement): boolean => statementType === StatementType.SELECT
