/**
 * log(1 + x) - x without cancellation, x > -1.
 *
 * With r = x / (2 + x): log(1 + x) = 2 artanh r (DLMF 4.6.4 and 4.37.24), so the difference is r (2 r^2 S - x) with
 * S = sum of r^(2k) / (2k + 3).
 */
export function log1pMinus(x: number): number {
  if (x < -0.6 || x > 1) return Math.log1p(x) - x
  const r = x / (2 + x)
  const square = r * r
  let sum = 0
  let power = 1
  for (let odd = 3; ; odd += 2) {
    const next = sum + power / odd
    if (next === sum) return r * (2 * square * sum - x)
    sum = next
    power *= square
  }
}
