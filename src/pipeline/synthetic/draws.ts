import { type CivilDate, dateBefore } from '../../core/civil-date.ts'
import { InternalError } from '../../core/errors.ts'
import { parsePounds, penceToPounds } from '../../core/money.ts'
import type { SimulationSource } from '../../core/simulation-random.ts'
import type { Draw, Lognormal } from '../../model/synthetic-draw.ts'
import { normalCdf, normalQuantile } from '../../numerics/index.ts'

/** A row of a caseload while it is drawn: the fields so far, by the place of their column. */
export type PartialRow = readonly string[]
export type Sampler = (row: PartialRow) => string

export interface DrawContext {
  source: SimulationSource
  /** The date of eligibility: one for all cases, or that of the case which is drawn. */
  asOf: CivilDate | (() => CivilDate)
  columnOf(field: string): number
}

/** A draw as a function of the row so far, taking its randomness from the context's source. */
export function compileDraw(draw: Draw, context: DrawContext): Sampler {
  const { source, asOf } = context
  if ('value' in draw) return () => draw.value
  if ('missing' in draw) return () => ''
  if ('probability' in draw) return () => (source.uniform() < draw.probability ? 'true' : 'false')
  if ('shares' in draw) {
    const levels = Object.keys(draw.shares)
    const choose = weightedChoice(Object.values(draw.shares))
    return () => levels[choose(source)] ?? ''
  }
  if ('lognormal' in draw) {
    const pence = lognormalPence(draw.lognormal)
    return () => penceToPounds(pence(source))
  }
  if ('wholeNormal' in draw) {
    const { mean, sd, from, to } = draw.wholeNormal
    const value = truncatedNormal(mean, sd, from - 0.5, to + 0.5)
    return () => String(clamp(Math.round(value(source)), from, to))
  }
  if ('daysBefore' in draw) {
    const { from, to } = draw.daysBefore
    if (typeof asOf === 'function') return () => dateBefore(asOf(), { days: from + source.below(to - from + 1) })
    const dates = Array.from({ length: to - from + 1 }, (_, index) => dateBefore(asOf, { days: from + index }))
    return () => dates[source.below(dates.length)] ?? ''
  }
  if ('mixture' in draw) {
    const parts = draw.mixture.map(part => compileDraw(part.draw, context))
    const choose = weightedChoice(draw.mixture.map(part => part.share))
    return row => (parts[choose(source)] as Sampler)(row)
  }
  return compileDependent(draw, context)
}

function compileDependent({ by, when, otherwise }: Extract<Draw, { by: string }>, context: DrawContext): Sampler {
  const column = context.columnOf(by)
  const samplers = new Map(Object.entries(when).map(([level, draw]) => [level, compileDraw(draw, context)]))
  const rest = otherwise === undefined ? undefined : compileDraw(otherwise, context)
  return row => {
    const sampler = samplers.get(row[column] ?? '') ?? rest
    if (sampler === undefined) throw new InternalError(`no draw where ${by} is "${row[column]}"`)
    return sampler(row)
  }
}

/** Draws an index with probability proportional to its weight. */
export function weightedChoice(weights: readonly number[]): (source: SimulationSource) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return source => {
    let left = source.uniform() * total
    let chosen = 0
    for (const [index, weight] of weights.entries()) {
      if (weight === 0) continue
      chosen = index
      left -= weight
      if (left < 0) break
    }
    return chosen
  }
}

/** Draws whole pence whose logarithm is normal, between the two ends. One uniform number a draw. */
export function lognormalPence({ median, sigma, from, to }: Lognormal): (source: SimulationSource) => number {
  const [middle, least, most] = [median, from, to].map(text => parsePounds(text) ?? 0) as [number, number, number]
  const logarithm = truncatedNormal(Math.log(middle), sigma, Math.log(least), Math.log(most))
  return source => clamp(Math.round(Math.exp(logarithm(source))), least, most)
}

/** A normal deviate between two ends, by inversion of the distribution function between them. */
export function truncatedNormal(mean: number, sd: number, lower: number, upper: number) {
  const below = normalCdf((lower - mean) / sd)
  const width = normalCdf((upper - mean) / sd) - below
  return (source: SimulationSource): number => mean + sd * normalQuantile(below + width * source.uniform())
}

export const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))
