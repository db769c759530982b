import { describe, expect, it } from 'vitest'
import { openClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { clickHousePassword, clickHouseUser, needsClickHouse, testCluster } from '../../support/clickhouse.ts'
import { distributedTable } from '../../support/engine-tables.ts'
import type { TypedTable } from '../../support/engine-worlds.ts'
import { withEnvironment } from '../../support/environment.ts'
import { summarisesLikeMemory } from './conformance.ts'

const isThere = needsClickHouse()
const servers = testCluster(isThere)
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

const open = async (table: TypedTable) => ({
  shards: [
    await openClickHouse({ url: servers[0]?.url ?? '', table: await distributedTable(servers, table) }),
  ] as const,
  isCsv: false,
})

describe.runIf(isThere)('ClickHouse 18 over two servers', () => {
  summarisesLikeMemory({ open, runs: 8 })

  it('asks for the cases at each value, as it cannot rank', async () => {
    const opened = await open({ columns: [{ name: 'case_id', type: 'text' }], rows: [['a']] })
    const [engine] = opened.shards
    expect(engine.dialect).toBe('clickhouse18')
    await engine.close()
  })
})
