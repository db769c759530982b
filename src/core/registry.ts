import { InternalError } from './errors.ts'

/** An ordered collection of things with unique ids. */
export interface Registry<T extends { readonly id: string }> {
  readonly all: readonly T[]
  readonly ids: readonly string[]
  find(id: string): T | undefined
}

/** Makes a registry; two entries of one id are a fault of the program. */
export function defineRegistry<T extends { readonly id: string }>(noun: string, entries: readonly T[]): Registry<T> {
  const byId = new Map<string, T>()
  for (const entry of entries) {
    if (byId.has(entry.id)) throw new InternalError(`two ${noun} entries are called ${entry.id}`)
    byId.set(entry.id, entry)
  }
  return { all: entries, ids: [...byId.keys()], find: id => byId.get(id) }
}
