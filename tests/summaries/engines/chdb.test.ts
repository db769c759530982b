import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe } from 'vitest'
import { readyClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { chdbClient, needsChdb } from '../../support/chdb.ts'
import { clickHouseTable } from '../../support/clickhouse-table.ts'
import { summarisesLikeMemory } from './conformance.ts'

const isThere = needsChdb()
let made = 0
let keeper: ClickHouseClient | undefined
beforeAll(() => {
  // Open to the end: the tables go with the last client.
  if (isThere) keeper = chdbClient()
})
afterAll(() => keeper?.close())

describe.runIf(isThere)('A current ClickHouse', () =>
  summarisesLikeMemory({
    open: async table => {
      made += 1
      const { declared, values } = clickHouseTable(table, 'Nullable(Bool)')
      await keeper?.command({ query: `CREATE TABLE cases_${made} (${declared}) ENGINE = MergeTree ORDER BY tuple()` })
      await keeper?.command({ query: `INSERT INTO cases_${made} VALUES ${values(table.rows)}` })
      const relation = `cases_${made}`
      return { engine: await readyClickHouse(chdbClient(), { relation, shown: `chdb (${relation})` }), isCsv: false }
    },
    runs: 10,
  }),
)
