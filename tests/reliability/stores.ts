import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openRunLog } from '../../src/pipeline/run-log.ts'
import type { OutcomeLog } from '../../src/storage/log/outcome-log.ts'
import { needsPostgres, TestServer } from '../support/postgres.ts'
import { allocatedPlace, type Place } from './place.ts'

/** A store of outcome logs, while it runs. */
export interface Store {
  name: string
  /** Flags of `record` that put the log of a run there. */
  flags: readonly string[]
  open(place: Place): Promise<OutcomeLog>
  stop(): Promise<void>
}

const open = ({ folder }: Place): Promise<OutcomeLog> => openRunLog(join(folder, 'run'))

async function startSqlite(): Promise<Store> {
  return { name: 'SQLite', flags: [], open, stop: async () => undefined }
}

async function startPostgres(): Promise<Store> {
  const server = new TestServer()
  await server.start()
  const url = new URL(server.url(await server.database()))
  const password = process.env.PGPASSWORD
  process.env.PGPASSWORD = url.password
  return {
    name: 'PostgreSQL',
    flags: ['--store', url.href],
    open,
    stop: async () => {
      if (password === undefined) delete process.env.PGPASSWORD
      else process.env.PGPASSWORD = password
      await server.stop()
    },
  }
}

/** The stores that can be tried here, for `describe.each`. */
export const eachStore: readonly { name: string; start(): Promise<Store> }[] = [
  { name: 'SQLite', start: startSqlite },
  ...(needsPostgres() ? [{ name: 'PostgreSQL', start: startPostgres }] : []),
]

/** A store and an allocated run, made before the tests of a suite and gone after them. */
export function storeAndRun(start: () => Promise<Store>): { store(): Store; place(): Place } {
  let [store, place]: [Store | undefined, Place | undefined] = [undefined, undefined]
  beforeAll(async () => {
    store = await start()
    place = await allocatedPlace()
  })
  afterAll(async () => {
    place?.remove()
    await store?.stop()
  })
  return { store: () => store as Store, place: () => place as Place }
}
