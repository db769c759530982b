import { z } from 'zod'

/** 05-store.json: where the outcome log of a run is, if it is not a file of the run. */
export const storeSchema = z.strictObject({
  schema: z.literal('equipoise/store/1', { error: 'equipoise/store/1' }),
  trial: z.string(),
  kind: z.literal('postgres', { error: 'postgres' }),
  /** Address of the database, without a password. */
  url: z.string(),
  /** Name of the log in the database. */
  log: z.string().min(1),
})

/** A pointer to a store as 05-store.json holds it. */
export type StorePointer = z.output<typeof storeSchema>
