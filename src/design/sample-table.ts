import { numbersBelow } from '../core/byte-order.ts'
import { CodedColumn } from '../core/coded-column.ts'
import { PickedColumn, PickedTexts } from '../core/picked-column.ts'
import { TextColumn, type Texts } from '../core/text-column.ts'
import type { CaseColumn, DrawnCase, ExactProbability, Rows, SampledCase } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import type { StratumId } from '../model/ids.ts'
import { Units } from './allocation/units.ts'
import { rowsInIdOrder } from './case-order.ts'

/** The columns of sampled cases: row `i` of each belongs to one case. */
export interface SampleColumns {
  ids: Texts<''>
  strata: CodedColumn<StratumId>
  /** Names of clusters; null where it is the case's own id. */
  clusters: Texts<null>
  baseline: ReadonlyMap<string, CaseColumn>
}

/** Sampled cases as columns, so that there may be millions of them. Read like an array: the object of a case is made when it is asked for. */
export class SampleTable implements Rows<SampledCase>, SampleColumns {
  readonly ids: Texts<''>
  readonly strata: CodedColumn<StratumId>
  readonly clusters: Texts<null>
  readonly baseline: ReadonlyMap<string, CaseColumn>
  #units: Units | undefined

  constructor({ ids, strata, clusters, baseline }: SampleColumns) {
    this.ids = ids
    this.strata = strata
    this.clusters = clusters
    this.baseline = baseline
  }

  get length(): number {
    return this.ids.length
  }

  /** The cases that are dealt as one, found when first asked for. */
  get units(): Units {
    this.#units ??= new Units(this)
    return this.#units
  }

  at(row: number): SampledCase | undefined {
    const id = this.ids.at(row)
    if (id === undefined) return undefined
    const baseline: Record<string, FieldValue> = {}
    for (const [field, column] of this.baseline) baseline[field] = column.at(row) ?? null
    return { id, stratum: this.strata.at(row) ?? '', cluster: this.clusters.at(row) ?? id, baseline }
  }

  *[Symbol.iterator](): Generator<SampledCase> {
    for (let row = 0; row < this.length; row += 1) yield this.at(row) as SampledCase
  }

  /** The name of a case's cluster. */
  clusterAt(row: number): string {
    return this.clusters.at(row) ?? this.ids.at(row) ?? ''
  }
}

/** Sampled cases with how likely each was to be sampled. */
export class DrawnTable extends SampleTable implements Rows<DrawnCase> {
  readonly probabilities: CodedColumn<ExactProbability>

  constructor(columns: SampleColumns & { probabilities: CodedColumn<ExactProbability> }) {
    super(columns)
    this.probabilities = columns.probabilities
  }

  override at(row: number): DrawnCase | undefined {
    const sampled = super.at(row)
    const probability = this.probabilities.at(row)
    return sampled === undefined || probability === undefined ? undefined : Object.assign(sampled, { probability })
  }

  override *[Symbol.iterator](): Generator<DrawnCase> {
    for (let row = 0; row < this.length; row += 1) yield this.at(row) as DrawnCase
  }
}

/** Drawn cases as columns, with the baseline fields named and no others. */
export function drawnTable(sample: Rows<DrawnCase>, fields: readonly string[]): DrawnTable {
  if (sample instanceof DrawnTable) return sample
  const probabilities = new CodedColumn<ExactProbability>()
  for (const { probability } of sample) probabilities.push(probability)
  return new DrawnTable({ ...gathered(sample, fields), probabilities })
}

/** Sampled cases as columns in byte order of id, with the baseline fields named and no others. Refuses ids that stand twice. */
export function sampleTable(sample: Rows<AnyCase>, fields: readonly string[]): SampleTable {
  return inIdOrder(sample instanceof SampleTable ? withFields(sample, fields) : gathered(sample, fields))
}

/** A case of a sample, or of an allocation, which has no baseline. */
type AnyCase = Omit<SampledCase, 'baseline'> & Partial<Pick<SampledCase, 'baseline'>>

const noValues: CaseColumn = []

function withFields({ ids, strata, clusters, baseline }: SampleTable, fields: readonly string[]): SampleColumns {
  return { ids, strata, clusters, baseline: new Map(fields.map(field => [field, baseline.get(field) ?? noValues])) }
}

/** The columns of any cases, in their own order. */
export function gathered(sample: Rows<AnyCase>, fields: readonly string[]): SampleColumns {
  const [ids, clusters] = [new TextColumn(''), new TextColumn(null)]
  const strata = new CodedColumn<StratumId>()
  const columns = fields.map(field => ({ field, values: [] as FieldValue[] }))
  for (const { id, stratum, cluster, baseline } of sample) {
    ids.push(id)
    strata.push(stratum)
    clusters.push(cluster === id ? null : cluster)
    for (const { field, values } of columns) values.push(baseline?.[field] ?? null)
  }
  return { ids, strata, clusters, baseline: new Map(columns.map(({ field, values }) => [field, values])) }
}

function inIdOrder(columns: SampleColumns): SampleTable {
  const { ids, strata, clusters, baseline } = columns
  const rows = numbersBelow(ids.length)
  const order = rowsInIdOrder(ids, rows)
  if (order === rows) return new SampleTable(columns)
  const ordered = new CodedColumn<StratumId>()
  for (const row of order) ordered.push(strata.at(row) ?? '')
  return new SampleTable({
    ids: new PickedTexts(ids, order),
    strata: ordered,
    clusters: new PickedTexts(clusters, order),
    baseline: new Map([...baseline].map(([field, column]) => [field, new PickedColumn(column, order)])),
  })
}
