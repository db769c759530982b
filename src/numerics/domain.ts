function refuse(name: string, allowed: string, received: number): never {
  throw new RangeError(`${name}: expected ${allowed}, received ${received}`)
}

/** Throws a `RangeError` unless the parameter is finite and above zero. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) refuse(name, 'a finite number above 0', value)
}

/** Throws a `RangeError` unless the value is a probability, both ends included. */
export function requireProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) refuse(name, 'a number from 0 to 1', value)
}

/** Throws a `RangeError` when the argument is not a number; infinities are allowed. */
export function requireNumber(name: string, value: number): void {
  if (Number.isNaN(value)) refuse(name, 'a number', value)
}

/** Throws a `RangeError` unless the value is a whole number from `least` to `most` that a double holds exactly. */
export function requireWhole(name: string, value: number, least = 0, most = Number.MAX_SAFE_INTEGER): void {
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    refuse(name, `a whole number from ${least} to ${most}`, value)
  }
}

/** Throws a `RangeError` unless the value is a whole number, of either sign, that a double holds exactly. */
export function requireInteger(name: string, value: number): void {
  requireWhole(name, value, -Number.MAX_SAFE_INTEGER)
}

/** The work on a noncentral distribution grows with the root of this; a trial's power needs a millionth of it. */
const largestNoncentrality = 1e10

/** Throws a `RangeError` unless the value is from 0 to 1e10. */
export function requireNoncentrality(name: string, value: number): void {
  if (!(value >= 0 && value <= largestNoncentrality)) refuse(name, 'a number from 0 to 1e10', value)
}

/** Throws a `RangeError` unless the value, of either sign, is at most 1e5: its square is a noncentrality. */
export function requireShift(name: string, value: number): void {
  if (!(value * value <= largestNoncentrality)) refuse(name, 'a number from -1e5 to 1e5', value)
}
