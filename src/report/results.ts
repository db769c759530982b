import { InternalError } from '../core/errors.ts'
import type { Value } from './document.ts'
import { type NamedNumber, type Writing, written } from './numbers.ts'

/** Every number that a document may name. */
export interface Results {
  all: readonly NamedNumber[]
  find(id: string): NamedNumber | undefined
  /** The number of an id that must be there. */
  number(id: string): NamedNumber
  /** The number of an id as it stands in a text. */
  write(id: string, writing?: Writing): Value
}

/** Numbers by their ids. An id stands for one number: two of the same id must be equal. */
export function resultsOf(numbers: readonly NamedNumber[]): Results {
  const byId = new Map<string, NamedNumber>()
  for (const number of numbers) {
    const known = byId.get(number.id)
    if (known !== undefined && !Object.is(known.value, number.value)) {
      throw new InternalError(`two results are called ${number.id}: ${known.value} and ${number.value}`)
    }
    byId.set(number.id, known ?? number)
  }
  const number = (id: string): NamedNumber => {
    const found = byId.get(id)
    if (found === undefined) throw new InternalError(`no result is called ${id}`)
    return found
  }
  return {
    all: [...byId.values()],
    find: id => byId.get(id),
    number,
    write: (id, writing) => written(number(id), writing),
  }
}
