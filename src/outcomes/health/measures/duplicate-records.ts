import { canonicalJson } from '../../../core/canonical-json.ts'
import { type Measure, number, reading } from '../measure.ts'

/** Events that say the same as another under another id. */
export const duplicateRecords: Measure = {
  id: 'duplicate_records',
  title: 'Possible duplicates',
  computes: 'Events of the same case, kind, day, amount and fields as one recorded before under another id.',
  unit: 'records',
  settings: [],
  per: ['stratum'],
  read({ records }) {
    const seen = new Set<string>()
    const cases = new Set<string>()
    let repeated = 0
    for (const { event, of, day } of records) {
      const { kind, amountPence = null, fields } = event
      const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
      const key = canonicalJson([of.id, kind, day, amountPence, present])
      if (seen.has(key)) {
        repeated += 1
        cases.add(of.id)
      }
      seen.add(key)
    }
    return reading(repeated, `in ${number(cases.size)} cases`)
  },
}
