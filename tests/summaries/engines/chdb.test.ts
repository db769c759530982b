import { describe } from 'vitest'
import { chdbEngine, needsChdb } from '../../support/chdb.ts'
import { summarisesLikeMemory } from './conformance.ts'

const isThere = needsChdb()
const open = chdbEngine(isThere)

describe.runIf(isThere)('A current ClickHouse', () =>
  summarisesLikeMemory({ open: async table => ({ shards: [await open(table)], isCsv: false }), runs: 10 }),
)
