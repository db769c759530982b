import type { SimulationSource } from './simulation-random.ts'

/** A standard normal number: Marsaglia's polar method, whose second number is thrown away so that a draw has no memory. */
export function drawNormal(source: SimulationSource): number {
  for (;;) {
    const x = 2 * source.uniform() - 1
    const y = 2 * source.uniform() - 1
    const square = x * x + y * y
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * Math.log(square)) / square)
  }
}
