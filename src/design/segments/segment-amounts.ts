import { parsePounds } from '../../core/money.ts'
import type { FieldValue } from '../../model/event.ts'
import type { Segmentation } from '../../model/segmentation.ts'
import type { SegmentAmounts } from '../../model/segmentation-result.ts'
import type { CaseReader } from './case-reader.ts'
import { CasesAndPence } from './cases-and-pence.ts'

type Debt = Segmentation['debts'][number]

/** What is owed of a debt, by segment. */
export function segmentAmounts(debt: Debt, cases: CaseReader, segmentation: Segmentation): SegmentAmounts[] {
  const least = leastInProportion(segmentation)
  const parts = segmentation.segments
    .filter(segment => segment.debt === debt.id)
    .map(({ id, when }) => ({ holds: cases.rule(when), tally: new SegmentTally(id, debt, segmentation) }))
  const none = new SegmentTally(null, debt, segmentation)
  for (let row = 0; row < cases.rows; row += 1) {
    const owed = cases.pence(debt.owed, row)
    if (owed <= 0) continue
    const { tally } = parts.find(({ holds }) => holds(row)) ?? { tally: none }
    tally.add(owed, least, cases, row)
  }
  const tallies = parts.map(({ tally }) => tally)
  return [...tallies, ...(none.isEmpty ? [] : [none])].map(tally => tally.amounts())
}

/** The least pence that cost of recovery is in proportion to. */
const leastInProportion = ({ recovery }: Segmentation): number =>
  recovery === undefined ? 0 : (parsePounds(recovery.cost) ?? 0) / recovery.share

class SegmentTally {
  readonly #segment: string | null
  readonly #debt: Debt
  readonly #segmentation: Segmentation
  readonly #all = new CasesAndPence()
  readonly #collected = new CasesAndPence()
  readonly #outOfProportion = new CasesAndPence()
  readonly #by: ReadonlyMap<string, Map<FieldValue, CasesAndPence>>

  constructor(segment: string | null, debt: Debt, segmentation: Segmentation) {
    this.#segment = segment
    this.#debt = debt
    this.#segmentation = segmentation
    this.#by = new Map(segmentation.by.map(field => [field, new Map()]))
  }

  get isEmpty(): boolean {
    return this.#all.total.cases === 0
  }

  add(owed: number, least: number, cases: CaseReader, row: number): void {
    const { collected } = this.#debt
    this.#all.add(owed)
    if (collected !== undefined) this.#collected.add(cases.pence(collected, row))
    if (owed < least) this.#outOfProportion.add(owed)
    for (const [field, tallies] of this.#by) {
      const value = cases.value(field, row)
      const tally = tallies.get(value) ?? new CasesAndPence()
      tallies.set(value, tally)
      tally.add(owed)
    }
  }

  amounts(): SegmentAmounts {
    const { recovery, by } = this.#segmentation
    return {
      ...{ debt: this.#debt.id, segment: this.#segment, ...this.#all.total },
      collected: this.#debt.collected === undefined ? null : this.#collected.total.owed,
      outOfProportion: recovery === undefined ? null : this.#outOfProportion.total,
      by: by.flatMap(field => this.#byLevel(field)),
    }
  }

  #byLevel(field: string): SegmentAmounts['by'][number][] {
    const declared = this.#segmentation.caseload.fields.find(({ id }) => id === field)
    const values = declared?.type === 'boolean' ? [true, false] : (declared?.levels ?? [])
    const tallies = this.#by.get(field)
    const missing = tallies?.get(null)
    return [
      ...values.map(value => ({
        ...{ field, level: String(value) },
        ...(tallies?.get(value) ?? new CasesAndPence()).total,
      })),
      ...(missing === undefined ? [] : [{ field, level: null, ...missing.total }]),
    ]
  }
}
