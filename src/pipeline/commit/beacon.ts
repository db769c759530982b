import { TrialError } from '../../core/errors.ts'
import { beaconImplausible, roundInvalid } from './issues.ts'

const lengths = { least: 16, most: 1024 } as const

/**
 * The value of a beacon as the seed takes it: blanks and line breaks at both ends removed and, where only hexadecimal
 * digits are left, in lower case. Refuses what cannot be a value: fewer than 16 or more than 1,024 characters, anything
 * but printable ASCII, one character repeated, and texts that were `known` before the round.
 */
export function readBeaconValue(published: string, known: readonly string[]): string {
  const trimmed = published.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  const value = /^[0-9a-f]+$/i.test(trimmed) ? trimmed.toLowerCase() : trimmed
  const why = implausible(value, known)
  if (why !== undefined) throw new TrialError([beaconImplausible(why, published)])
  return value
}

function implausible(value: string, known: readonly string[]): string | undefined {
  if (!/^[ -~]*$/.test(value)) return 'in printable ASCII on one line'
  if (value.length < lengths.least || value.length > lengths.most) {
    return `of ${lengths.least} to ${lengths.most.toLocaleString('en-GB')} characters`
  }
  if (/^(.)\1*$/.test(value)) return 'and not one character repeated'
  return known.includes(value) ? 'and not a text that was known before the round' : undefined
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const roundPattern = /^[^\u0000-\u001f\u007f]{1,200}$/u

/** The name and round of a beacon, in free words; blanks at both ends are removed. */
export function readBeaconRound(text: string): string {
  const round = text.trim()
  if (!roundPattern.test(round)) throw new TrialError([roundInvalid(text)])
  return round
}
