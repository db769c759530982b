import { CodedColumn } from '../core/coded-column.ts'
import { refuseIfAny } from '../core/errors.ts'
import { PickedColumn, PickedTexts } from '../core/picked-column.ts'
import type { StreamFor } from '../core/random.ts'
import { isTexts, TextColumn, type Texts, textColumnOf } from '../core/text-column.ts'
import type { CaseColumn, CaseTable, DrawnCase, ExactProbability, SampledCase } from '../model/case.ts'
import { type CaseId, type StratumId, stratumId } from '../model/ids.ts'
import { clusterNameClash } from './issues.ts'
import { DrawnTable, type SampleColumns, SampleTable } from './sample-table.ts'
import { type SamplingFrame, type SamplingProtocol, samplingFrame } from './sampling/frame.ts'
import type { DrawnTargets } from './sampling/method.ts'
import { samplingMethod, samplingOf } from './sampling/methods.ts'

/** How a stratum was sampled. */
export interface StratumSample {
  stratum: StratumId
  eligible: number
  sampled: number
}

/** A case that may stand in for a sampled one of its stratum, in its order from 1. */
export interface Replacement {
  id: CaseId
  stratum: StratumId
  order: number
}

/** The cases drawn, and how many of each stratum. */
export class Sample {
  /** The cases in byte order of id, as columns. */
  readonly table: DrawnTable
  readonly strata: readonly StratumSample[]
  /** Probability of being sampled, of each eligible case of a stratum: of what kind, the method says. */
  readonly inclusion: Readonly<Record<StratumId, ExactProbability>>
  /** The reserve lists, stratum by stratum; empty where the protocol wants none. */
  readonly replacements: readonly Replacement[]
  /** Set where the numbers of each arm were drawn too. */
  readonly targets: DrawnTargets | undefined
  #cases: readonly DrawnCase[] | undefined

  constructor({ table, strata, inclusion, replacements, targets }: Omit<Sample, 'cases'>) {
    this.table = table
    this.strata = strata
    this.inclusion = inclusion
    this.replacements = replacements
    this.targets = targets
  }

  /** The cases as objects, one to two kilobytes each: made when they are first asked for. */
  get cases(): readonly DrawnCase[] {
    this.#cases ??= [...this.table]
    return this.#cases
  }
}

/**
 * The sample by the protocol's method (docs/allocation-algorithm.md states each): a random sample of the eligible cases
 * that does not depend on the order of the table's rows. Refuses what eligible cases cannot meet, all of it at once.
 */
export function drawSample(
  table: CaseTable,
  eligibleRows: ArrayLike<number>,
  protocol: SamplingProtocol,
  streamFor: StreamFor,
): Sample {
  const frame = samplingFrame(table, eligibleRows, protocol)
  const sampling = samplingOf(protocol)
  const draw = samplingMethod(protocol).draw(frame, sampling, protocol, streamFor)
  const isDrawn = new Uint8Array(table.ids.length)
  for (const row of draw.rows) isDrawn[row] = 1
  const strata = frame.strata.map(stratum => {
    const rows = frame.rowsOf(stratum)
    return { stratum, eligible: rows.length, sampled: rows.reduce((sum, row) => sum + isDrawn[row]!, 0) }
  })
  const inclusion = Object.fromEntries(frame.strata.map(stratum => [stratum, draw.inclusion(stratum)]))
  const listed = 'replacements' in sampling ? (sampling.replacements ?? 0) : 0
  return new Sample({
    table: drawnTable(frame, isDrawn, inclusion, protocol),
    strata,
    inclusion,
    replacements: replacementsOf(frame, draw.reserve ?? [], listed),
    targets: draw.targets,
  })
}

/** The first of the reserve in each stratum. */
function replacementsOf(
  { table, strata, rowsOf }: SamplingFrame,
  reserve: readonly number[] | Int32Array,
  most: number,
): Replacement[] {
  if (most === 0) return []
  return strata.flatMap(stratum => {
    const isOwn = new Uint8Array(table.ids.length)
    for (const row of rowsOf(stratum)) isOwn[row] = 1
    const rows: number[] = []
    for (const row of reserve) if (isOwn[row] === 1 && rows.length < most) rows.push(row)
    return rows.map((row, index) => ({ id: table.ids.at(row) ?? '', stratum, order: index + 1 }))
  })
}

function drawnTable(
  { table, rows, stratumOf }: SamplingFrame,
  isDrawn: Uint8Array,
  inclusion: Sample['inclusion'],
  protocol: SampleDeclaration,
): DrawnTable {
  const strata = new CodedColumn<StratumId>()
  const probabilities = new CodedColumn<ExactProbability>()
  for (let place = 0; place < rows.length; place += 1) {
    if (isDrawn[rows[place]!] === 0) continue
    const stratum = stratumOf.at(place) ?? ''
    strata.push(stratum)
    probabilities.push(inclusion[stratum]!)
  }
  const drawn = strata.length === rows.length ? rows : rows.filter(row => isDrawn[row] === 1)
  const columns = { ...pickedColumns(table, drawn, protocol), strata, probabilities }
  const sample = new DrawnTable(columns)
  refuseClashes(sample, protocol)
  return sample
}

type SampleDeclaration = Pick<SamplingProtocol, 'caseload' | 'strata' | 'clusters'>

/** Rows of a table as sampled cases, without their strata: nothing but ids, clusters and declared baseline fields. */
function pickedColumns(
  { ids, columns }: CaseTable,
  rows: Int32Array,
  { caseload, clusters }: SampleDeclaration,
): Omit<SampleColumns, 'strata'> {
  const baseline = caseload.fields.filter(field => field.baseline).map(({ id }) => id)
  return {
    ids: new PickedTexts(textColumnOf(ids), rows),
    clusters: clusterNames((clusters && columns.get(clusters.field)) ?? [], rows),
    baseline: new Map(baseline.map(field => [field, new PickedColumn(columns.get(field) ?? [], rows)])),
  }
}

/** Values of the cluster field as names. */
function clusterNames(column: CaseColumn, rows: Int32Array): Texts<null> {
  if (isTexts(column)) return new PickedTexts(column as Texts<null>, rows)
  const names = new TextColumn(null)
  for (const row of rows) {
    const value = column.at(row) ?? null
    names.push(value === null ? null : String(value))
  }
  return names
}

/** Refuses cases without a cluster whose id is the name of one: it would put them into it. */
function refuseClashes(sample: SampleTable, { clusters }: SampleDeclaration): void {
  if (clusters === undefined) return
  refuseIfAny(sample.units.namesakes.map(row => clusterNameClash(sample.ids.at(row) ?? '', clusters.field)))
}

/** Cases of a table with only their stratum, cluster and declared baseline fields. */
export function sampledCases(table: CaseTable, rows: ArrayLike<number>, protocol: SampleDeclaration): SampledCase[] {
  const columns = protocol.strata.map(field => table.columns.get(field) ?? [])
  const strata = new CodedColumn<StratumId>()
  const picked = Int32Array.from(rows)
  for (const row of picked) strata.push(stratumId(columns.map(column => String(column.at(row) ?? null))))
  const sample = new SampleTable({ ...pickedColumns(table, picked, protocol), strata })
  refuseClashes(sample, protocol)
  return [...sample]
}
