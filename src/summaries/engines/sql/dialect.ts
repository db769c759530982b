import type { DialectId } from '../../../storage/engines/engine.ts'
import { clickHouseName, escapedSqlText, sqlName, sqlText } from '../../../storage/sql-text.ts'

/** How a kind of SQL says what the statements need. Expressions are SQL; a NULL stays NULL in all of them. */
export interface Dialect {
  id: DialectId
  title: string
  /** Whether the statements were run against the product in the project's tests. */
  isTested: boolean
  identifier(name: string): string
  literal(text: string): string
  text(expression: string): string
  /** A whole number of 64 bits. */
  integer(expression: string): string
  /** A whole number with as many digits as the engine has, at least 38: sums and products of it are exact. */
  exact(expression: string): string
  /** The exact sum of whole numbers of 64 bits, where the engine adds them up without wrapping; else that of `exact` ones is taken. */
  sum?: (expression: string) => string
  /** An exact sum as text, where `text` would garble a long one. */
  sumText?: (expression: string) => string
  /** Whether an expression is true, where false and NULL would be NULL. */
  isTrue?: (expression: string) => string
  join: 'INNER JOIN' | 'ALL INNER JOIN'
  /** Whether ranks can be made by window functions over named queries. */
  hasWindows: boolean
  /** A text as it is ordered by the bytes of its UTF-8. */
  inByteOrder(expression: string): string
  /** Whether ranks are joined to the rows themselves, which takes less memory than the cases at each value of every cell; not where rows would travel. */
  ranksRows?: true
  /** The first 32 bits of the MD5 of a text, as a whole number. */
  fingerprint(expression: string): string
}

const asItIs = (expression: string): string => expression

const cast = (type: string) => (expression: string) => `CAST(${expression} AS ${type})`

const clickhouse: Dialect = {
  id: 'clickhouse',
  title: 'ClickHouse',
  isTested: true,
  identifier: clickHouseName,
  literal: escapedSqlText,
  text: expression => `toString(${expression})`,
  integer: expression => `toInt64(${expression})`,
  exact: expression => `toInt128(${expression})`,
  join: 'INNER JOIN',
  hasWindows: true,
  inByteOrder: asItIs,
  fingerprint: expression => `reinterpretAsUInt32(reverse(substring(MD5(${expression}), 1, 4)))`,
}

/** ClickHouse 18 prints decimals beyond 64 bits with digits missing: they are printed in two parts of at most 18 digits. */
function inTwoParts(expression: string): string {
  const [number, unit] = [`toDecimal128(${expression}, 0)`, "toDecimal128('1000000000000000000', 0)"]
  const high = `toInt64(${number} / ${unit})`
  const low = `toInt64(${number} - toDecimal128(${high}, 0) * ${unit})`
  const padded = `substring(concat('000000000000000000', toString(abs(${low}))), -18)`
  return `if(${high} = 0, toString(${low}), concat(toString(${high}), ${padded}))`
}

const dialects: Readonly<Record<DialectId, Dialect>> = {
  duckdb: {
    id: 'duckdb',
    title: 'DuckDB',
    isTested: true,
    identifier: sqlName,
    literal: sqlText,
    text: cast('VARCHAR'),
    integer: cast('BIGINT'),
    exact: cast('HUGEINT'),
    sum: expression => `SUM(${expression})`,
    join: 'INNER JOIN',
    hasWindows: true,
    inByteOrder: asItIs,
    ranksRows: true,
    fingerprint: expression => `CAST('0x' || substr(md5(${expression}), 1, 8) AS BIGINT)`,
  },
  postgres: {
    id: 'postgres',
    title: 'PostgreSQL',
    isTested: true,
    identifier: sqlName,
    literal: sqlText,
    text: cast('TEXT'),
    integer: cast('BIGINT'),
    exact: cast('NUMERIC'),
    join: 'INNER JOIN',
    hasWindows: true,
    inByteOrder: expression => `${expression} COLLATE "C"`,
    fingerprint: expression => `CAST(CAST('x' || substr(md5(${expression}), 1, 8) AS BIT(32)) AS BIGINT)`,
  },
  clickhouse,
  clickhouse18: {
    ...clickhouse,
    id: 'clickhouse18',
    title: 'ClickHouse 18',
    exact: expression => `toDecimal128(${expression}, 0)`,
    sumText: inTwoParts,
    isTrue: expression => `ifNull(${expression}, 0)`,
    join: 'ALL INNER JOIN',
    hasWindows: false,
  },
  athena: {
    id: 'athena',
    title: 'Amazon Athena',
    isTested: false,
    identifier: sqlName,
    literal: sqlText,
    text: cast('VARCHAR'),
    integer: cast('BIGINT'),
    exact: cast('DECIMAL(38, 0)'),
    join: 'INNER JOIN',
    hasWindows: true,
    inByteOrder: asItIs,
    fingerprint: expression => `from_base(substr(lower(to_hex(md5(to_utf8(${expression})))), 1, 8), 16)`,
  },
  databricks: {
    id: 'databricks',
    title: 'Databricks',
    isTested: false,
    identifier: name => `\`${name.replaceAll('`', '``')}\``,
    literal: escapedSqlText,
    text: cast('STRING'),
    integer: cast('BIGINT'),
    exact: cast('DECIMAL(38, 0)'),
    join: 'INNER JOIN',
    hasWindows: true,
    inByteOrder: asItIs,
    fingerprint: expression => `CAST(conv(substr(md5(${expression}), 1, 8), 16, 10) AS BIGINT)`,
  },
}

export const dialectOf = (id: DialectId): Dialect => dialects[id]

/** Every kind of SQL that statements are written in. */
export const dialectIds = Object.keys(dialects) as readonly DialectId[]
