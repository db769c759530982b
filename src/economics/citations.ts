import type { Citation } from '../model/method.ts'
import type { ReferenceKey } from '../statistics/index.ts'

/** Where the formulae of the economics come from. */
export const economicsCitations: readonly (Citation & { key: ReferenceKey })[] = [
  { key: 'fieller-1954' },
  { key: 'stinnett-mullahy-1998' },
  { key: 'barber-thompson-2000' },
  { key: 'van-hout-1994' },
  { key: 'fenwick-claxton-sculpher-2001' },
  { key: 'johannesson-weinstein-1993' },
  { key: 'hm-treasury-2022' },
]
