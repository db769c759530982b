/**
 * Cases like those of a part-payment trial, the same each time: three arms in the report's proportions, about 1.2 % of the
 * cases with an amount, amounts in pence. Float64 values, then Int32 arms, little-endian.
 */
export function rowsOfCases(rows) {
  const bytes = new ArrayBuffer(rows * 12)
  const values = new Float64Array(bytes, 0, rows)
  const arms = new Int32Array(bytes, rows * 8, rows)
  const next = congruential(2015)
  for (let row = 0; row < rows; row += 1) {
    const place = (row * 18_624) / rows
    arms[row] = place < 5906 ? 0 : place < 5906 + 6718 ? 1 : 2
    if (next() < 0.0122) values[row] = Math.round(100 * 5 ** (1 + 2 * next() + next()))
  }
  return new Uint8Array(bytes)
}

/** Park and Miller's minimal standard generator: enough to make data with. */
function congruential(seed) {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
