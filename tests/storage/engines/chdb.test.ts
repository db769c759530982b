import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll } from 'vitest'
import { readyClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { tableParts } from '../../../src/storage/engines/table-name.ts'
import { clickHouseName } from '../../../src/storage/sql-text.ts'
import { chdbClient, needsChdb } from '../../support/chdb.ts'
import { columnsWith, failing, makeTable, oddTable, writes } from './clickhouse-rows.ts'
import { conformance, rows } from './conformance.ts'

const isThere = needsChdb()
let keeper: ClickHouseClient | undefined

beforeAll(async () => {
  if (!isThere) return
  // Open to the end: the tables go with the last client.
  keeper = chdbClient()
  for (const query of makeTable('Bool')) await keeper.command({ query })
}, 60_000)
afterAll(() => keeper?.close())

conformance(
  'A current ClickHouse',
  isThere,
  () => ({
    dialect: 'clickhouse',
    open: async ({ table = oddTable } = {}) =>
      readyClickHouse(chdbClient(), {
        relation: tableParts(table).map(clickHouseName).join('.'),
        shown: `chdb (${table})`,
      }),
    quote: clickHouseName,
    columns: columnsWith({ type: 'boolean', declared: 'Nullable(Bool)' }),
    rows,
    long: '',
    failing,
    writes,
  }),
  false,
)
