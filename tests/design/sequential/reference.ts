import { readFileSync } from 'node:fs'
import {
  classicalDesign,
  type GroupSequentialDesign,
  obrienFlemingShape,
  pocockShape,
  spendingDesign,
} from '../../../src/design/sequential/index.ts'
import type { Sides } from '../../../src/numerics/index.ts'
import {
  hwangShihDeCaniSpending,
  kimDeMetsSpending,
  obrienFlemingSpending,
  pocockSpending,
  type SpendingFunction,
} from '../../../src/statistics/sequential/spending.ts'

/** A case of tests/oracles/design/sequential.json: rpact's names of the kinds of boundary. */
export interface ReferenceCase {
  kind: string
  type: string
  parameter: number | null
  shares: number[]
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../oracles/design/sequential.json', import.meta.url), 'utf8'),
) as { cases: ReferenceCase[] }

export const referenceCases = <T extends object>(kind: string): (ReferenceCase & T)[] =>
  cases.filter(each => each.kind === kind) as (ReferenceCase & T)[]

/** The spending function that rpact calls asOF, bsP and so on. */
export function spendingNamed(type: string, parameter: number | null): SpendingFunction {
  switch (type.slice(2)) {
    case 'OF':
      return obrienFlemingSpending
    case 'P':
      return pocockSpending
    case 'KD':
      return kimDeMetsSpending(parameter ?? Number.NaN)
    case 'HSD':
      return hwangShihDeCaniSpending(parameter ?? Number.NaN)
    default:
      throw new Error(`no spending function ${type}`)
  }
}

const shapes: Readonly<Record<string, number>> = { OF: obrienFlemingShape, P: pocockShape }

/** The design that a case describes. */
export function designOf(
  { type, parameter, shares }: ReferenceCase,
  rejection: { alpha: number; sides: Sides },
): GroupSequentialDesign {
  if (type.startsWith('as')) return spendingDesign(shares, rejection, spendingNamed(type, parameter))
  return classicalDesign(shares, rejection, shapes[type] ?? parameter ?? Number.NaN)
}

export const equalShares = (looks: number): number[] => Array.from({ length: looks }, (_, at) => (at + 1) / looks)

/** The tolerance asked of all of it; rpact integrates to about 1e-8. */
export const near = (actual: number, expected: number): boolean => Math.abs(actual - expected) < 1e-6
