import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
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
