import type { Summary } from '../../../src/model/summary.ts'
import { awaited, waitingCode } from '../../../src/model/waiting.ts'
import { columnOf, oracle, row, summaryOf } from '../../support/analysis.ts'

interface Shares {
  arm: string
  share: number
  se: number
  lower: number
  upper: number
  atRisk: number
  mean: number
  meanSe: number
}

interface Incidence {
  arm: string
  share: number
  variance: number
  writtenOff: number
  writtenOffVariance: number
}

interface LogRank {
  statistic: number
  observed: number[]
  expected: number[]
  variance: number[]
}

interface Cox {
  arm: string
  log: number
  se: number
}

interface Waits {
  arm: string[]
  stratum: string[]
  day: number[]
  end: string[]
}

type OracleSet = Waits & {
  id: string
  days: { day: number; shares: Shares[]; incidences: Incidence[] }[]
  logRank: LogRank
  stratified: LogRank
  cox: Cox[]
  coxStrata: Cox[]
}

const { sets } = oracle<{ sets: OracleSet[] }>('survival.json')

export const [ties, competing] = sets as [OracleSet, OracleSet]

export const arms = ['called', 'letter', 'control']
export const ends = [awaited, 'written_off']

/** The event times of waits, as an engine makes them. */
export function timesOf({ arm, stratum, day, end }: Waits, among = arms): Summary<'eventTimes'> {
  const rows = arm.map((name, at) =>
    row(
      name,
      waitingCode({ day: day[at] ?? 0, end: end[at] === 'censored' ? null : (end[at] ?? '') }, ends),
      stratum[at],
    ),
  )
  const column = columnOf(rows, { kind: 'time', unit: { kind: 'days' }, levels: ends, arms: among, control: 'control' })
  return summaryOf(column, 'eventTimes')
}

/** Waits of one arm, `12` with the event on day 12, `12+` censored and `12x` written off. */
export function waitsOf(byArm: Readonly<Record<string, string>>): Waits {
  const waits = Object.entries(byArm).flatMap(([arm, texts]) =>
    texts.split(' ').map(text => ({
      arm,
      stratum: 'all',
      day: Number.parseInt(text, 10),
      end: text.endsWith('+') ? 'censored' : text.endsWith('x') ? 'written_off' : 'event',
    })),
  )
  return {
    arm: waits.map(each => each.arm),
    stratum: waits.map(each => each.stratum),
    day: waits.map(each => each.day),
    end: waits.map(each => each.end),
  }
}
