import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { afterAll, beforeAll } from 'vitest'
import { readyClickHouse } from '../../src/storage/engines/clickhouse.ts'
import type { QueryEngine } from '../../src/storage/engines/engine.ts'
import { currentClickHouseTable } from './engine-tables.ts'
import type { TypedTable } from './engine-worlds.ts'
import { present } from './needs.ts'

/** The folder in which the npm package chdb is installed: a current ClickHouse as a library, half a gigabyte. */
const folder = process.env.EQUIPOISE_CHDB ?? ''

/** Whether tests can have a current ClickHouse. */
export const needsChdb = (): boolean => present('chdb (EQUIPOISE_CHDB names its folder)', folder !== '')

/** A client of the ClickHouse in this process; all clients share its tables. */
export function chdbClient(): ClickHouseClient {
  const load = createRequire(join(folder, 'package.json'))
  const { createChdbConnection } = load('chdb/connection')
  return createClient({ connection: createChdbConnection({ path: ':memory:' }) } as Parameters<typeof createClient>[0])
}

/** Opens tables in the ClickHouse of this process, for the tests of a file. */
export function chdbEngine(isThere: boolean): (table: TypedTable) => Promise<QueryEngine> {
  // Open to the end: the tables go with the last client.
  let keeper: ClickHouseClient | undefined
  beforeAll(() => {
    if (isThere) keeper = chdbClient()
  })
  afterAll(() => keeper?.close())
  return async table => {
    const relation = await currentClickHouseTable(keeper ?? chdbClient(), table)
    return readyClickHouse(chdbClient(), { relation, shown: `chdb (${relation})` })
  }
}
