import { DuckDBInstance } from '@duckdb/node-api'

/** A number below `limit` that a case and a name decide: the same on every machine. */
const drawn = (name, limit) => `hash(concat('${name} ', i)) % ${limit}`

/** One case in ten has a parent in common with the case before, three in ten are under the 1993 scheme. */
const byChance = {
  parent: `i - (${drawn('shared', 10)} = 0)::INTEGER`,
  scheme: `CASE WHEN ${drawn('scheme', 10)} < 3 THEN '1993' ELSE '2003' END`,
}

/** Three cases of every parent, under one scheme: the first three parents of every ten under that of 1993. */
const inThrees = { parent: 'i // 3', scheme: `CASE WHEN (i // 3) % 10 < 3 THEN '1993' ELSE '2003' END` }

/** Cases under the 1993 scheme when they come in threes. */
export const oldSchemeInThrees = cases => 9 * Math.floor(cases / 30) + Math.min(9, cases % 30)

/** Cases as the part-payment protocol declares them, about half of them eligible. */
const casesSql = (cases, place, { parent, scheme }) => `SELECT
  'C' || lpad(i::VARCHAR, 9, '0') AS case_id,
  'N' || lpad((${parent})::VARCHAR, 9, '0') AS nrp_id,
  ${scheme} AS scheme,
  CASE WHEN ${drawn('system', 100)} < 80 THEN 'cs2' WHEN ${drawn('other system', 2)} = 0 THEN 'cscs' ELSE 'clerical' END AS system,
  ${drawn('liability', 100)} < 12 AS ongoing_liability,
  (${drawn('arrears', 500_000)} * 0.01)::DECIMAL(18,2) AS arrears_pwc,
  (CASE WHEN ${drawn('owed', 10)} = 0 THEN ${drawn('state', 300_000)} * 0.01 ELSE 0 END)::DECIMAL(18,2) AS arrears_secretary_of_state,
  CASE WHEN ${drawn('paid', 3)} > 0 THEN DATE '2008-01-01' + (${drawn('day', 2_800)})::INTEGER END AS last_payment,
  ${drawn('trial', 20)} = 0 AS in_other_trial,
  ${drawn('welfare', 25)} = 0 AS welfare_concern,
  (24 + ${drawn('age', 50)})::INTEGER AS nrp_age,
  (${drawn('child', 22)})::INTEGER AS youngest_child_age,
  ${drawn('employed', 2)} = 0 AS nrp_employed
  FROM (SELECT ${place} AS i FROM range(${cases}) AS place(i))`

/** Coprime to every power of ten: the rows of a caseload in an order far from that of their ids. */
const stride = 7919

/** Writes a caseload as Parquet and, where a path is given for it, as CSV. */
export async function writeCaseload({ cases, inOrder, parquet, csv, threes = false }) {
  const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'true' })
  const connection = await instance.connect()
  const sql = casesSql(cases, inOrder ? 'i' : `(i * ${stride}) % ${cases}`, threes ? inThrees : byChance)
  await connection.run(`COPY (${sql}) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`)
  if (csv !== undefined) await connection.run(`COPY (FROM '${parquet}') TO '${csv}' (FORMAT csv)`)
  connection.closeSync()
  instance.closeSync()
}
