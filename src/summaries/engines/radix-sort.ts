/** Bits of a digit at most: its counters then fit the nearest cache. */
const widest = 11

/**
 * Sorts whole numbers from 0 to 2^53 ascending by their bits from `low` up to `high` (excluded), which are all that differ
 * or matter; numbers with the same bits there keep their order. Gives the sorted numbers, and uses the array it is given.
 *
 * From the last digit to the first, each time moving every number to where its digit starts.
 */
export function sortByBits(numbers: Float64Array, low: number, high: number): Float64Array {
  const passes = Math.ceil((high - low) / widest)
  const bits = Math.ceil((high - low) / passes)
  let [from, to] = [numbers, passes > 0 ? new Float64Array(numbers.length) : numbers]
  for (let pass = 0; pass < passes; pass += 1) {
    moveByDigit(from, to, 2 ** -(low + pass * bits), 2 ** bits)
    ;[from, to] = [to, from]
  }
  return from
}

/** Moves every number to where its digit, of so many, starts in order. `scale` puts the digit before the point. */
function moveByDigit(from: Float64Array, to: Float64Array, scale: number, digits: number): void {
  const starts = new Uint32Array(digits)
  const mask = digits - 1
  for (let at = 0; at < from.length; at += 1) {
    const digit = ((from[at] ?? 0) * scale) & mask
    starts[digit] = (starts[digit] ?? 0) + 1
  }
  let start = 0
  for (let digit = 0; digit < digits; digit += 1) {
    const count = starts[digit] ?? 0
    starts[digit] = start
    start += count
  }
  for (let at = 0; at < from.length; at += 1) {
    const number = from[at] ?? 0
    const digit = (number * scale) & mask
    const place = starts[digit] ?? 0
    starts[digit] = place + 1
    to[place] = number
  }
}
