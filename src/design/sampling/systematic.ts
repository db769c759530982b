import { compareBytes } from '../../core/byte-order.ts'
import { refuseIfAny } from '../../core/errors.ts'
import type { FieldValue } from '../../model/event.ts'
import { wholeSample } from '../../model/ids.ts'
import type { CaseField } from '../../model/protocol.ts'
import type { SamplingFrame, SamplingProtocol } from './frame.ts'
import { sizeAboveEligible } from './issues.ts'
import type { SamplingMethod } from './method.ts'
import { shareOf } from './within-strata.ts'

/**
 * Cases at an even interval in a stated order. The order matters by design: it spreads the sample over the values of its
 * fields, and two cases closer than the interval are never sampled together, so that no unbiased variance exists.
 */
export const systematicSampling: SamplingMethod<'systematic'> = {
  id: 'systematic',
  title: 'Systematic sample in a stated order',
  algorithm: { name: 'systematic-sample', version: 1 },
  exactPromises: [
    'The sample has its size.',
    'Of any run of cases in the order, its share of the sample is met to within one case.',
  ],
  probabilityPromises: [
    'An eligible case is sampled with size / eligible.',
    'Pairs of cases do not all have a chance: the order of the cases is part of the design.',
  ],
  inclusion: 'over_all_draws',
  draw(frame, { size, orderBy }, protocol, streamFor) {
    const eligible = frame.rows.length
    refuseIfAny(size > eligible ? [sizeAboveEligible('sampling.size', size, eligible)] : [])
    const order = ordered(frame, orderBy, protocol)
    const start = streamFor('start', wholeSample).below(eligible)
    // The interval is eligible / size: in units of 1 / size, places start, start + eligible, … are whole numbers.
    const place = (draw: number): number => Math.floor((start + draw * eligible) / size)
    const rows = Array.from({ length: size }, (_, draw) => order[place(draw)] as number)
    return { rows, inclusion: () => shareOf(size, eligible) }
  },
}

/** Rows by the fields, missing values first; equal ones keep the byte order of their ids. */
function ordered({ rows, table }: SamplingFrame, orderBy: readonly string[], { caseload }: SamplingProtocol): number[] {
  const comparisons = orderBy.map(id => {
    const column = table.columns.get(id) ?? []
    const compare = valueOrder(caseload.fields.find(field => field.id === id)?.levels)
    return (a: number, b: number) => compare(column.at(a) ?? null, column.at(b) ?? null)
  })
  return [...rows].sort((a, b) => {
    for (const compare of comparisons) {
      const order = compare(a, b)
      if (order !== 0) return order
    }
    return 0
  })
}

type Order = (a: FieldValue, b: FieldValue) => number

/** Levels in the order in which they are declared, numbers by size, false before true, text and dates by bytes. */
function valueOrder(levels: CaseField['levels']): Order {
  const place = new Map<FieldValue, number>((levels ?? []).map((level, index) => [level, index]))
  return (a, b) => {
    if (a === null || b === null) return Number(b === null) - Number(a === null)
    if (levels !== undefined) return (place.get(a) ?? 0) - (place.get(b) ?? 0)
    return typeof a === 'string' ? compareBytes(a, String(b)) : Number(a) - Number(b)
  }
}
