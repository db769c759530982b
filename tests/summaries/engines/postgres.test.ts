import { describe } from 'vitest'
import { openPostgres } from '../../../src/storage/engines/postgres.ts'
import { postgresTable } from '../../support/engine-tables.ts'
import { needsPostgres, readableDatabase, testServer } from '../../support/postgres.ts'
import { summarisesLikeMemory } from './conformance.ts'

const isThere = needsPostgres()
const server = testServer(isThere)
const database = readableDatabase(server, isThere)

describe.runIf(isThere)('PostgreSQL', () =>
  summarisesLikeMemory({
    open: async table => {
      const { name, address } = database()
      return {
        shards: [await openPostgres({ address, table: await postgresTable(server, name, table) })],
        isCsv: false,
      }
    },
    runs: 12,
  }),
)
