import { log1pMinus } from './log1p-minus.ts'

/** e^x - 1 - x without cancellation: with e^x - 1 = y it is y - log(1 + y). */
export const expm1Minus = (x: number): number => (x < -0.6 ? Math.expm1(x) - x : -log1pMinus(Math.expm1(x)))
