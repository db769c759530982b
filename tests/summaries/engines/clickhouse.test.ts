import { describe, expect, it } from 'vitest'
import { openClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { clickHousePassword, clickHouseUser, cluster, needsClickHouse, testCluster } from '../../support/clickhouse.ts'
import { clickHouseTable } from '../../support/clickhouse-table.ts'
import type { TypedTable } from '../../support/engine-worlds.ts'
import { withEnvironment } from '../../support/environment.ts'
import { summarisesLikeMemory } from './conformance.ts'

const isThere = needsClickHouse()
const servers = testCluster(isThere)
let made = 0
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

/** A distributed table whose cases lie in turn on the two servers. */
async function load(table: TypedTable): Promise<string> {
  made += 1
  const { declared, values } = clickHouseTable(table, 'Nullable(UInt8)')
  for (const [index, server] of servers.entries()) {
    await server.sql(`CREATE TABLE part_${made} (${declared}) ENGINE = MergeTree ORDER BY tuple()`)
    const own = table.rows.filter((_, row) => row % servers.length === index)
    if (own.length > 0) await server.sql(`INSERT INTO part_${made} VALUES ${values(own)}`)
  }
  await servers[0]?.sql(
    `CREATE TABLE cases_${made} AS part_${made} ENGINE = Distributed(${cluster}, default, part_${made}, rand())`,
  )
  return `cases_${made}`
}

const open = async (table: TypedTable) => ({
  engine: await openClickHouse({ url: servers[0]?.url ?? '', table: await load(table) }),
  isCsv: false,
})

describe.runIf(isThere)('ClickHouse 18 over two servers', () => {
  summarisesLikeMemory({ open, runs: 8 })

  it('asks for the cases at each value, as it cannot rank', async () => {
    const opened = await open({ columns: [{ name: 'case_id', type: 'text' }], rows: [['a']] })
    expect(opened.engine.dialect).toBe('clickhouse18')
    await opened.engine.close()
  })
})
