import { type NamedNumber, units, type Writing } from '../numbers.ts'

/** What an author may write behind a bar, and what it does. */
export const authorFormats = {
  size: 'without its sign, where the words say whether it is more or less',
  whole: 'without decimals',
  '0 to 6': 'with so many decimals',
  up: 'rounded up',
  down: 'rounded down',
  sign: 'a P value with its sign of relation: = 0.26, < 0.001',
} as const

/** How a number is to be written. */
export interface AuthorFormat extends Writing {
  /** A P value with its sign of relation. */
  sign?: true
}

/** The format that some words behind a bar ask for; null where one of them is none. */
export function authorFormat(words: string): AuthorFormat | null {
  const format: AuthorFormat = {}
  for (const word of words.split(/\s+/).filter(each => each !== '')) {
    if (/^[0-6]$/.test(word)) format.decimals = Number(word)
    else if (word === 'whole') format.decimals = 0
    else if (word === 'size') format.size = true
    else if (word === 'up' || word === 'down') format.rounding = word
    else if (word === 'sign') format.sign = true
    else return null
  }
  return format
}

/** Whether a format says something of numbers of this kind: only a P value has a sign of relation. */
export const fits = ({ unit }: Pick<NamedNumber, 'unit'>, { sign }: AuthorFormat): boolean =>
  sign === undefined || units[unit] === units.p
