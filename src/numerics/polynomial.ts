/** c[0] + c[1] x + c[2] x^2 + ... by Horner's rule. */
export function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}

/** c[0] + c[1] T1(t) + c[2] T2(t) + ... by Clenshaw's recurrence (DLMF 3.11.15). */
export function chebyshev(coefficients: readonly number[], t: number): number {
  let next = 0
  let afterNext = 0
  for (let k = coefficients.length - 1; k > 0; k--) {
    const current = 2 * t * next - afterNext + (coefficients[k] ?? 0)
    afterNext = next
    next = current
  }
  return t * next - afterNext + (coefficients[0] ?? 0)
}
