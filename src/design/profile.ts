import type { CaseTable, DrawnCase, ExactProbability } from '../model/case.ts'
import { compilePredicate } from '../model/condition-predicate.ts'
import type { CaseId } from '../model/ids.ts'
import type { ProfileMeasure } from '../model/profile.ts'
import type { Protocol } from '../model/protocol.ts'
import { classSums, type Spread, unweightedSpread, weightedSpread } from './balance/arm-values.ts'

export type ProfileProtocol = Pick<Protocol, 'caseload' | 'profile'>

/** Cases that a profile shows side by side: `caseload`, `eligible`, `sample`, or `part:<level>` of the caseload. */
export interface ProfileGroup {
  id: string
  cases: number
}

/** A measure in one group. */
export interface ProfileValue extends Spread {
  group: string
  /** Cases with a value. */
  n: number
  missing: number
  /** Exact sum of the values: pence, whole numbers, or cases that meet the rule. */
  sum: bigint
}

/** A comparison that the source document states, and what this caseload gives. */
export interface StatedComparison {
  level: string
  is: 'lower' | 'higher'
  than: string
  /** Null where a part has no case with a value. */
  found: 'lower' | 'higher' | 'equal' | null
}

/** One comparison of caseload, eligible cases, sample and parts. */
export interface MeasureProfile {
  id: string
  title: string
  unit: 'pence' | 'number' | 'share'
  values: readonly ProfileValue[]
  /** The sample with each case counted 1 / its probability of being sampled; null where all were as likely. */
  weightedSample: Spread | null
  /** (Sample, weighted where it is, - caseload) / standard deviation in the caseload. Null where one of them is not defined. */
  standardisedDifference: number | null
  stated: StatedComparison | null
}

/** The caseload beside the sample. */
export interface Profile {
  groups: readonly ProfileGroup[]
  measures: readonly MeasureProfile[]
}

interface Group {
  id: string
  rows: readonly number[]
}

/**
 * Sets the caseload, the eligible cases and the sample side by side on every measure of the protocol or, where it names
 * none, on every field that has a mean or levels. Depends on no order of rows.
 */
export function profileSample(
  table: CaseTable,
  eligibleRows: ArrayLike<number>,
  sample: readonly Pick<DrawnCase, 'id' | 'probability'>[],
  protocol: ProfileProtocol,
): Profile {
  const { profile, caseload } = protocol
  const context = { table, fields: caseload.fields, asOf: caseload.asOf.date }
  const belongs = profile?.cases === undefined ? () => true : compilePredicate(profile.cases, context)
  const probabilities = sampledRows(table, sample)
  const population = Array.from({ length: table.ids.length }, (_, row) => row).filter(belongs)
  const groups: Group[] = [
    { id: 'caseload', rows: population },
    { id: 'eligible', rows: Array.from(eligibleRows) },
    { id: 'sample', rows: [...probabilities.keys()] },
    ...partsOf(table, population, protocol),
  ]
  return {
    groups: groups.map(({ id, rows }) => ({ id, cases: rows.length })),
    measures: (profile?.measures ?? declaredMeasures(protocol)).map(measure => {
      const { unit, valueAt } = readerOf(measure, context)
      return { id: measure.id, title: measure.title, unit, ...compare(measure, groups, probabilities, unit, valueAt) }
    }),
  }
}

function sampledRows(table: CaseTable, sample: readonly Pick<DrawnCase, 'id' | 'probability'>[]) {
  const rowOf = new Map<CaseId, number>(Array.from(table.ids, (id, row) => [id, row]))
  return new Map<number, ExactProbability>(sample.map(({ id, probability }) => [rowOf.get(id) as number, probability]))
}

function partsOf(table: CaseTable, rows: readonly number[], { profile, caseload }: ProfileProtocol): Group[] {
  if (profile?.by === undefined) return []
  const { field, levels } = profile.by
  const column = table.columns.get(field) ?? []
  const shown = levels ?? caseload.fields.find(({ id }) => id === field)?.levels ?? []
  return shown.map(level => ({ id: `part:${level}`, rows: rows.filter(row => column.at(row) === level) }))
}

/** Every field that has a mean or levels as a measure. */
function declaredMeasures({ caseload }: ProfileProtocol): ProfileMeasure[] {
  return caseload.fields.flatMap(({ id, title, type, levels = [] }): ProfileMeasure[] => {
    if (type === 'money' || type === 'integer') return [{ id, title, mean: id }]
    if (type === 'boolean') return [{ id, title, share: { field: id, is: true } }]
    return levels.map(level => ({ id: `${id}:${level}`, title: `${title}: ${level}`, share: { field: id, is: level } }))
  })
}

type ValueAt = (row: number) => number | null

function readerOf(
  { mean, share }: ProfileMeasure,
  context: Parameters<typeof compilePredicate>[1],
): { unit: MeasureProfile['unit']; valueAt: ValueAt } {
  if (share !== undefined) {
    const holds = compilePredicate(share, context)
    return { unit: 'share', valueAt: row => Number(holds(row)) }
  }
  const column = context.table.columns.get(mean ?? '') ?? []
  const isMoney = context.fields.find(({ id }) => id === mean)?.type === 'money'
  return {
    unit: isMoney ? 'pence' : 'number',
    valueAt: row => {
      const value = column.at(row) ?? null
      return value === null ? null : Number(value)
    },
  }
}

const one: ExactProbability = { numerator: 1, denominator: 1 }

function compare(
  { stated }: ProfileMeasure,
  groups: readonly Group[],
  probabilities: ReadonlyMap<number, ExactProbability>,
  unit: MeasureProfile['unit'],
  valueAt: ValueAt,
): Omit<MeasureProfile, 'id' | 'title' | 'unit'> {
  const values = groups.map(({ id, rows }): ProfileValue => {
    const classes = classSums(rows, valueAt, () => one)
    const { n, sum } = classes[0] ?? { n: 0, sum: 0n }
    return { group: id, n, missing: rows.length - n, sum, ...unweightedSpread(classes, unit) }
  })
  const of = (group: string) => values.find(each => each.group === group)
  const sampled = classSums([...probabilities.keys()], valueAt, row => probabilities.get(row) ?? one)
  const weightedSample = sampled.length > 1 ? weightedSpread(sampled, unit) : null
  const [from, to] = [of('caseload'), weightedSample ?? of('sample')]
  const deviation = Math.sqrt(from?.variance ?? 0)
  const difference =
    from?.mean == null || to?.mean == null || deviation === 0 ? null : (to.mean - from.mean) / deviation
  return {
    values,
    weightedSample,
    standardisedDifference: difference,
    stated:
      stated === undefined ? null : { ...stated, found: found(of(`part:${stated.level}`), of(`part:${stated.than}`)) },
  }
}

/** Compares exact means: a / n with b / m. */
function found(level: ProfileValue | undefined, than: ProfileValue | undefined): StatedComparison['found'] {
  if (!level?.n || !than?.n) return null
  const [a, b] = [level.sum * BigInt(than.n), than.sum * BigInt(level.n)]
  if (a === b) return 'equal'
  return a < b ? 'lower' : 'higher'
}
