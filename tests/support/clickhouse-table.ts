import { clickHouseName } from '../../src/storage/engines/clickhouse.ts'
import type { TypedTable } from './engine-worlds.ts'

/** How ClickHouse declares the columns of a table, and writes rows of it. */
export function clickHouseTable({ columns }: TypedTable, boolean: string) {
  const types = { text: 'Nullable(String)', integer: 'Nullable(Int64)', boolean }
  return {
    declared: columns.map(({ name, type }) => `${clickHouseName(name)} ${types[type]}`).join(', '),
    values: (rows: TypedTable['rows']): string => rows.map(row => `(${row.map(literal).join(', ')})`).join(', '),
  }
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'number' ? String(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
