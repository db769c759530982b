/** That a count is the sum of others. */
interface Sum {
  of: string
  parts: readonly string[]
}

/** A prime, so large that no sum of so few parts comes near it. */
const prime = 1_000_003

const modulo = (value: number): number => ((value % prime) + prime) % prime

/** `value` to the power of `prime - 2`: by Fermat its inverse. */
function inverse(value: number): number {
  let [result, base, power] = [1n, BigInt(value), prime - 2]
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % BigInt(prime)
    base = (base * base) % BigInt(prime)
  }
  return Number(result)
}

/** Rank of whole numbers over a finite field. */
function rankOf(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map(row => row.map(modulo))
  let rank = 0
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const at = rows.findIndex((row, i) => i >= rank && row[column] !== 0)
    if (at < 0) continue
    const [head, other] = [rows[at] ?? [], rows[rank] ?? []]
    rows[at] = other
    rows[rank] = head
    const scale = inverse(head[column] ?? 1)
    for (let below = rank + 1; below < rows.length; below += 1) {
      const row = rows[below] ?? []
      const factor = modulo((row[column] ?? 0) * scale)
      if (factor !== 0) rows[below] = row.map((each, i) => modulo(each - factor * (head[i] ?? 0)))
    }
    rank += 1
  }
  return rank
}

/** Which of the unknown counts an attacker who knows all others works out from the sums: those that no further equation would narrow. */
export function attack(sums: readonly Sum[], unknown: readonly string[]): string[] {
  const equations = sums.map(({ of, parts }) =>
    unknown.map(id => (id === of ? 1 : 0) - parts.filter(part => part === id).length),
  )
  const rank = rankOf(equations)
  return unknown.filter((_, at) => rankOf([...equations, unknown.map((__, i) => (i === at ? 1 : 0))]) === rank)
}
