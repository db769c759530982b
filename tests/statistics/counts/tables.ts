import type { Summary } from '../../../src/model/summary.ts'
import { oracle } from '../../support/analysis.ts'

/** Counts of a table (arms a, b, c, ...; levels l0, l1, ...), or of one table a stratum (s0, s1, ...). */
export function tableSummary(...strata: readonly (readonly (readonly number[])[])[]): Summary<'counts'> {
  const arms = (strata[0] ?? []).map((_, index) => String.fromCharCode(97 + index))
  return {
    kind: 'counts',
    outcome: 'kind_of_answer',
    unit: { kind: 'case' },
    arms,
    control: arms.at(-1) ?? '',
    largestCluster: 1,
    cells: strata.flatMap((table, stratum) =>
      table.map((counts, arm) => ({
        arm: arms[arm] ?? '',
        stratum: strata.length === 1 ? 'all' : `s${stratum}`,
        data: {
          n: counts.reduce((sum, count) => sum + count, 0),
          missing: 0,
          events: Object.fromEntries(counts.map((count, level) => [`l${level}`, count])),
        },
      })),
    ),
  }
}

/** The same of a binary outcome: each arm's counts are events and cases without. */
export function binarySummary(...strata: readonly (readonly (readonly number[])[])[]): Summary<'counts'> {
  const summary = tableSummary(...strata)
  return {
    ...summary,
    cells: summary.cells.map(cell => ({
      ...cell,
      data: { ...cell.data, events: { yes: cell.data.events.l0 ?? 0 } },
    })),
  }
}

/** Events and cases of arms as tables of events and cases without. */
export const fromArms = (...arms: readonly (readonly [events: number, n: number])[]): number[][] =>
  arms.map(([events, n]) => [events, n - events])

type Table = number[][]

/** Made by R, see counts.R. */
export const byR = oracle<{
  tables: {
    table: Table
    X2: number
    df: number
    p: number
    expected: Table
    residuals: Table
    stdres: Table
    v: number
    g: number
    g_p: number
    yates: [number, number] | null
    fisher_p: number
  }[]
  pairs: {
    counts: [number, number, number, number]
    fisher_p: number
    or: number | 'Infinity'
    or_ci: [number, number | 'Infinity']
    yates: [number, number]
    wald: [number, number]
    X2: number
    p: number
  }[]
  trends: { x: number[]; n: number[]; scores: number[]; X2: number; p: number }[]
  strata: { strata: Table[]; Q: number; df: number; p: number; common: { or: number; ci: [number, number] } | null }[]
}>('counts.json')

/** Exact rational enumeration and 60-digit roots, see counts-exact.py. */
export const exactly = oracle<{
  tables: { table: Table; pearson: string; probability: string }[]
  strata: { strata: Table[]; Q: string; pearson: string; probability: string }[]
  arms: { x: number; n: number; mid_p: string[]; jeffreys: string[]; corrected: string[] }[]
  miettinenNurminen: { counts: [number, number, number, number]; z: string; lower: string; upper: string }[]
  koopman: { counts: [number, number, number, number]; lower: string; upper: string }[]
  oddsRatios: { counts: [number, number, number, number]; estimate: string; lower: string; upper: string }[]
  breslowDay: {
    strata: Table[]
    oddsRatio: string
    plain: string
    plainP: string
    tarone: string
    taroneP: string
  }[]
}>('counts-exact.json')
