import { type NamedNumber, type Unit, units, type Value, written } from '../../src/report/index.ts'

const decimals = [undefined, 0, 1, 2, 3, 4, 5, 6]
const roundings = [undefined, 'down', 'up'] as const

/** Whether a text is a number as some unit writes it, with some decimals and some rounding. */
export function isWrittenOf(number: NamedNumber, { text }: Value): boolean {
  if (number.quoted !== undefined) return text === number.quoted && number.value === readNumber(text)
  return (Object.keys(units) as Unit[]).some(unit =>
    decimals.some(places =>
      roundings.some(rounding =>
        [false, true].some(size => writes({ ...number, unit }, { decimals: places, rounding, size }, text)),
      ),
    ),
  )
}

function writes(number: NamedNumber, writing: Parameters<typeof written>[1], text: string): boolean {
  try {
    return written(number, writing).text === text
  } catch {
    // A unit that cannot write such a number.
    return false
  }
}

/** A number that stands in a sentence. */
const readNumber = (text: string): number => Number(text.replaceAll(/[£,%]/g, '').replace('−', '-'))
