import { decimalText } from '../core/decimal-text.ts'

export interface ChartArm {
  id: string
  title: string
  /** Number of cases. */
  n: number
}

/** Label of an arm's row: its title and, on a line of its own, its number of cases. */
export function armLabel({ title, n }: ChartArm): string {
  return `${title}\n${decimalText(n, 0)} ${n === 1 ? 'case' : 'cases'}`
}

/** "Cases: PWC first 5,906; control 6,000." */
export function casesText(arms: readonly ChartArm[]): string {
  return `Cases: ${arms.map(({ title, n }) => `${title} ${decimalText(n, 0)}`).join('; ')}.`
}
