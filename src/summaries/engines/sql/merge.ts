import type { EngineRow } from '../../../storage/engines/engine.ts'
import type { Statement } from './statements.ts'

type Cell = string | null
type Rule = 'sum' | 'least' | 'most'

/** How the numbers of a column become one, by what the column is called: counts and sums add. */
export function ruleOf(column: string): Rule {
  if (column.startsWith('least_')) return 'least'
  return /^(most_|largest)/.test(column) ? 'most' : 'sum'
}

const merges: Readonly<Record<Rule, (one: string, other: string) => string>> = {
  sum: (one, other) => String(BigInt(one) + BigInt(other)),
  least: (one, other) => extreme(one, other, difference => difference > 0n),
  most: (one, other) => extreme(one, other, difference => difference < 0n),
}

/**
 * Answers to one statement about different cases as the answer about all of them: rows about the same thing become one, exactly.
 * A number that is NULL is a sum over nothing.
 */
export function mergedRows(
  { columns, keys }: Pick<Statement, 'columns' | 'keys'>,
  parts: readonly (readonly EngineRow[])[],
): readonly EngineRow[] {
  const [first = [], ...others] = parts
  if (others.length === 0) return first
  const rules = columns.map((column, at) => (at < keys ? undefined : ruleOf(column)))
  const merged = new Map<string, EngineRow>()
  for (const row of parts.flat()) {
    const key = JSON.stringify(row.slice(0, keys))
    const known = merged.get(key)
    merged.set(key, known === undefined ? row : row.map((cell, at) => mergedCell(rules[at], known[at] ?? null, cell)))
  }
  return [...merged.values()]
}

function mergedCell(rule: Rule | undefined, known: Cell, cell: Cell): Cell {
  if (rule === undefined || known === null) return cell
  return cell === null ? known : merges[rule](known, cell)
}

/** Numbers with decimals, or NaN, are those that a table should not hold; NaN is kept, for it to be refused. */
function extreme(one: string, other: string, isOther: (difference: bigint) => boolean): string {
  const [a, b] = [decimalOf(one), decimalOf(other)]
  if (a === undefined) return one
  if (b === undefined) return other
  const scale = 10n ** BigInt(Math.abs(a.decimals - b.decimals))
  const difference = a.decimals < b.decimals ? a.digits * scale - b.digits : a.digits - b.digits * scale
  return isOther(difference) ? other : one
}

function decimalOf(text: string): { digits: bigint; decimals: number } | undefined {
  const [, whole = '', fraction = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? []
  return whole === '' ? undefined : { digits: BigInt(whole + fraction), decimals: fraction.length }
}
