import { TrialError } from '../core/errors.ts'
import { seedEmpty } from './issues.ts'

/** Refuses a seed without any text. */
export function requireSeed(seed: string): void {
  if (seed.trim() === '') throw new TrialError([seedEmpty()])
}
