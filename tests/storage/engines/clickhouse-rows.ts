import type { EngineColumn } from '../../../src/storage/engines/engine.ts'
import { clickHouseName } from '../../../src/storage/sql-text.ts'
import { odd, rows } from './conformance.ts'

const literal = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0').replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}'`

const values = rows.map(([id, whole, huge, amount, flag, text]) =>
  [
    literal(id ?? ''),
    whole,
    huge,
    amount,
    flag === null ? null : Number(flag === 'true'),
    text == null ? null : literal(text),
  ]
    .map(value => value ?? 'NULL')
    .join(', '),
)

/** The statements that make the table of `rows` with the type of truth values of a version. */
export const makeTable = (boolean: 'UInt8' | 'Bool'): string[] => {
  const name = clickHouseName(odd.table)
  const columns = `(id String, whole Nullable(Int64), huge Nullable(Decimal(38, 0)), amount Nullable(Decimal(12, 2)), flag Nullable(${boolean}), ${clickHouseName(odd.text)} Nullable(String))`
  return [
    `CREATE TABLE ${name} ${columns} ENGINE = MergeTree ORDER BY id`,
    `INSERT INTO ${name} VALUES ${values.map(row => `(${row})`).join(', ')}`,
  ]
}

/** The table's own name in double quotes, as it is given to every engine. */
export const oddTable = `"${odd.table.replaceAll('"', '""')}"`

/** The table's columns, with those of truth values. */
export const columnsWith = (flag: Omit<EngineColumn, 'name'>): EngineColumn[] => [
  { name: 'id', type: 'text', declared: 'String' },
  { name: 'whole', type: 'integer', declared: 'Nullable(Int64)' },
  { name: 'huge', type: 'decimal', declared: 'Nullable(Decimal(38, 0))' },
  { name: 'amount', type: 'decimal', declared: 'Nullable(Decimal(12, 2))' },
  { name: 'flag', ...flag },
  { name: odd.text, type: 'text', declared: 'Nullable(String)' },
]

export const failing = ["SELECT toInt64('twelve')", /^Cannot parse string 'twelve' as Int64/] as const

export const writes = (relation: string): string[] => [
  'CREATE TABLE t (a UInt8) ENGINE = Memory',
  `INSERT INTO ${relation} (id) VALUES ('C9')`,
  `DROP TABLE ${relation}`,
  `ALTER TABLE ${relation} DELETE WHERE 1`,
]
