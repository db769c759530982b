import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseTable } from '../../src/model/case.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { ConditionField } from '../../src/model/condition-field.ts'
import { compilePredicate } from '../../src/model/condition-predicate.ts'
import { conditionProblems } from '../../src/model/condition-problems.ts'
import { conditionSql } from '../../src/storage/condition-sql.ts'
import { asOf, conditions, fields, tables } from '../support/conditions.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  connection = await instance.connect()
})

afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

const typeOf = ({ type }: ConditionField) =>
  type === 'boolean' ? 'BOOLEAN' : type === 'integer' || type === 'money' ? 'BIGINT' : 'VARCHAR'

/** Loads rows through the appender, so that values pass by no quoting of ours. */
async function load({ ids, columns }: CaseTable): Promise<void> {
  const columnTypes = fields.map(field => `"${field.id}" ${typeOf(field)}`)
  await connection.run(`CREATE OR REPLACE TABLE "the ""caseload""" ("case id" VARCHAR, ${columnTypes.join(', ')})`)
  const appender = await connection.createAppender('the "caseload"')
  for (const [row, id] of [...ids].entries()) {
    appender.appendVarchar(id)
    for (const field of fields) {
      const value = columns.get(field.id)?.at(row) ?? null
      if (value === null) appender.appendNull()
      else if (typeof value === 'boolean') appender.appendBoolean(value)
      else if (typeof value === 'number') appender.appendBigInt(BigInt(value))
      else appender.appendVarchar(value)
    }
    appender.endRow()
  }
  appender.closeSync()
}

async function askSql(rules: readonly Condition[]): Promise<unknown[][]> {
  const context = { table: 'the "caseload"', alias: 'c', caseId: 'case id', fields, asOf }
  const expressions = rules.map(rule => conditionSql(rule, context))
  const query = `SELECT ${expressions.join(',\n')} FROM "the ""caseload""" AS "c" ORDER BY c."case id"`
  const reader = await connection.runAndReadAll(query)
  return reader.getRows() as unknown[][]
}

describe('conditionSql', () => {
  it('says of every row what the predicate says, for rules of every form and missing values', async () => {
    await fc.assert(
      fc.asyncProperty(tables, fc.array(conditions, { minLength: 4, maxLength: 10 }), async (table, rules) => {
        expect(rules.flatMap(rule => conditionProblems(rule, fields))).toEqual([])
        await load(table)
        const predicates = rules.map(rule => compilePredicate(rule, { table, fields, asOf }))
        const byId = [...[...table.ids].keys()].sort((a, b) =>
          (table.ids.at(a) ?? '') < (table.ids.at(b) ?? '') ? -1 : 1,
        )
        expect(await askSql(rules)).toEqual(byId.map(row => predicates.map(holds => holds(row))))
      }),
      { numRuns: 150 },
    )
  })

  it('survives a literal that closes the quotes', async () => {
    await load({ ids: ['c0'], columns: new Map([['note', ["'; DROP TABLE x; --"]]]) })
    expect(
      await askSql([
        { field: 'note', is: "'; DROP TABLE x; --" },
        { field: 'note', is: "'" },
      ]),
    ).toEqual([[true, false]])
  })
})
