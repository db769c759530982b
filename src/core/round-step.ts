/** The least of 1, 2 or 5 times a power of ten that is not below `least`, which is above 0. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5].find(factor => factor * power >= least) ?? 10)
}

/** A number without the last digits, in which multiples of a step are a little off. */
export const tidyNumber = (value: number): number => Number(value.toPrecision(12))
