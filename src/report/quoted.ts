import { type Inline, literal, type Text } from './document.ts'
import { type NamedNumber, written } from './numbers.ts'

/** A number by itself, as `18,624`, `−0.09`, `£3.51` or `78%`. */
const number = /^([−-]?)(£?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?)(%?)$/

/** A word with what may stand around it: brackets and quotation marks before, those and stops behind. */
const word = /^([^\p{L}\p{N}£−-]*)(.*?)([^\p{L}\p{N}%]*)$/su

/**
 * A sentence that statistics, checks or another file wrote, with each number in it under an id of its own: `<id>.1` and so on.
 * Digits that are part of a word, as in a date or a name, are no number.
 */
export function quoted(id: string, sentence: string): Text {
  const numbers = quotedNumbers(id, sentence)
  let next = 0
  return withNumbers(sentence, () => numbers[next++])
}

/** The numbers of a sentence that is quoted. */
export function quotedNumbers(id: string, sentence: string): NamedNumber[] {
  const found: NamedNumber[] = []
  withNumbers(sentence, digits => {
    const made = asNumber(`${id}.${found.length + 1}`, digits)
    found.push(made)
    return made
  })
  return found
}

/**
 * Words that were made from numbers, tied to them again: a number in them is the next of `numbers` that is written so. Others
 * are digits of names and dates.
 */
export function tied(words: string, numbers: readonly NamedNumber[]): Text {
  let from = 0
  return withNumbers(words, digits => {
    const isWritten = (each: NamedNumber): boolean => written(each).text === digits
    const later = numbers.findIndex((each, at) => at >= from && isWritten(each))
    const at = later < 0 ? numbers.findIndex(isWritten) : later
    if (at >= 0) from = at + 1
    return numbers[at]
  })
}

/** Words in which each number is what `numberOf` makes of it; it and all other digits stay as they are where that is nothing. */
function withNumbers(words: string, numberOf: (digits: string) => NamedNumber | undefined): Text {
  const parts: Inline[] = []
  const add = (plain: string): void => {
    const last = parts.at(-1)
    if (typeof last === 'string') parts[parts.length - 1] = last + plain
    else if (plain !== '') parts.push(plain)
  }
  for (const piece of words.split(/(\s+)/)) {
    const [, before = '', core = '', after = ''] = word.exec(piece) ?? []
    const found = number.test(core) ? numberOf(core) : undefined
    if (found !== undefined) {
      add(before)
      parts.push(written(found))
      add(after)
    } else if (/\p{Nd}/u.test(piece)) parts.push(literal(piece))
    else add(piece)
  }
  return parts
}

function asNumber(id: string, text: string): NamedNumber {
  const [, sign, pound, digits = '', percent] = number.exec(text) ?? []
  const size = Number(digits.replaceAll(',', ''))
  const unit = pound ? 'pounds' : percent ? 'percent' : 'number'
  return { id, value: sign ? -size : size, unit, quoted: text }
}
