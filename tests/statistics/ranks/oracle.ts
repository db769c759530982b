import { oracle } from '../../support/analysis.ts'

interface Tested {
  estimate: number
  se: number
  z: number
  p: number
}

interface MannWhitney {
  W: number
  p: number
  exact: boolean
}

interface BrunnerMunzel {
  estimate: number
  t: number
  p: number
  df: number
  lower: number
  upper: number
}

interface Donors {
  mannWhitney: MannWhitney
  dunn: Tested
  vanElteren: Omit<Tested, 'se'>
}

/** What R makes of the tests of ranks. */
export const r = oracle<{
  pairs: { x: number[]; y: number[]; result: MannWhitney }[]
  counted: { n: number; m: number; u: number; p: number }[]
  small: { value: number[]; arm: string[]; stratum: string[]; dunn: Tested; vanElteren: Omit<Tested, 'se'> }
  donors: Record<'match1to1' | 'match3to1', Donors>
}>('ranks.json')

/** What SciPy makes of Brunner and Munzel's test, and shares of all allocations in rational arithmetic. */
export const scipy = oracle<{
  pairs: { x: number[]; y: number[]; result: BrunnerMunzel }[]
  donors: Record<'match1to1' | 'match3to1', BrunnerMunzel>
  exact: { groups: number[][]; p: [numerator: string, denominator: string] }[]
}>('ranks-scipy.json')
