// A table of cases as one program reads it best: Parquet for DuckDB, CSV for R, raw columns for NumPy; the same cases in each.
//   node table.mjs CASES FOLDER
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [cases, folder] = [Number(process.argv[2]), process.argv[3]]
const instance = await DuckDBInstance.create(':memory:', {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
})
const connection = await instance.connect()
/** Two arms in 48 strata; a fifth of the cases pay, amounts with a long tail. The same for any number of threads. */
const columns = [
  "'C' || lpad(i::VARCHAR, 9, '0') AS case_id",
  "CASE WHEN hash(i) % 2 = 0 THEN 'control' ELSE 'letter' END AS arm",
  "'S' || (hash(i + 7) % 48)::VARCHAR AS stratum",
  "'C' || i AS cluster",
  'false AS linked',
  '(hash(i + 1) % 100 < 20)::INTEGER AS paid',
  'CASE WHEN hash(i + 1) % 100 < 20 THEN round(100 * exp(3 + (hash(i + 3) % 100000) / 40000.0))::BIGINT ELSE 0 END AS amount_pence',
]
const parquet = join(folder, `${cases}.parquet`)
await connection.run(
  `COPY (SELECT ${columns.join(', ')} FROM range(${cases}) AS numbers(i)) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`,
)
// What the others read is written as far as they go.
if (cases <= 1e7) {
  await connection.run(
    `COPY (SELECT arm, stratum, paid, amount_pence FROM '${parquet}') TO '${join(folder, `${cases}.csv`)}' (FORMAT csv, HEADER)`,
  )
  const raw = openSync(join(folder, `${cases}.raw`), 'w')
  const stream = await connection.stream(
    `SELECT (arm = 'letter')::BIGINT, CAST(substr(stratum, 2) AS BIGINT), paid::BIGINT, amount_pence FROM '${parquet}'`,
  )
  for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk()) {
    const values = new BigInt64Array(4 * chunk.rowCount)
    for (let column = 0; column < 4; column += 1) {
      chunk.getColumnValues(column).forEach((value, row) => {
        values[4 * row + column] = BigInt(value)
      })
    }
    writeSync(raw, values)
  }
  closeSync(raw)
}
connection.closeSync()
instance.closeSync()
