import { isCivilDate } from '../core/civil-date.ts'
import { type CsvCell, guardText, unguardText } from '../core/csv-text.ts'
import { parsePounds } from '../core/money.ts'
import type { FieldValue } from '../model/event.ts'
import type { EventField, FieldType } from '../model/protocol.ts'

/** What a cell must look like, as far as the protocol declares it. */
export type CellDeclaration = Pick<EventField, 'id' | 'type' | 'levels' | 'optional'>

/** Reads the text of a cell; `undefined` where the text is no value of the field. */
export type CellReader = (text: string) => FieldValue | undefined

const wholeNumber = /^-?(?:0|[1-9]\d*)$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const controlCharacter = /[\u0000-\u001f\u007f]/

/** For each type, what makes the reader of a cell that is not empty. */
const readers: Readonly<Record<FieldType, (levels: readonly string[]) => CellReader>> = {
  text: () => text => (controlCharacter.test(text) ? undefined : text),
  category: levels => {
    // The level itself, and not the text that equals it, so that cells share memory.
    const known = new Map(levels.map(level => [level, level]))
    return text => known.get(text)
  },
  boolean: () => text => (text === 'true' ? true : text === 'false' ? false : undefined),
  integer: () => parseWholeNumber,
  money: () => parsePounds,
  date: () => remembering(text => (isCivilDate(text) ? text : undefined)),
}

function parseWholeNumber(text: string): number | undefined {
  if (!wholeNumber.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value + 0 : undefined
}

/** Reader of a field as people write it: pounds, dates, levels, true/false. An empty cell is missing where that is allowed. */
export function cellReader({ type, levels = [], optional }: CellDeclaration): CellReader {
  const read = readers[type](levels)
  const ofEmpty = optional ? null : undefined
  return text => (text === '' ? ofEmpty : read(text))
}

const rememberedTexts = 10_000

/** Dates recur in a column, so each distinct text is read once; it also makes equal cells share memory. */
function remembering(read: CellReader): CellReader {
  const known = new Map<string, FieldValue>()
  return text => {
    const value = known.get(text)
    if (value !== undefined) return value
    const fresh = read(text)
    if (fresh !== undefined && known.size < rememberedTexts) known.set(text, fresh)
    return fresh
  }
}

const expectations: Readonly<Record<FieldType, { expected: string; action: string }>> = {
  text: { expected: 'text without control characters', action: 'Remove line breaks and other control characters.' },
  category: { expected: 'a declared level', action: 'Correct the extract, or declare the level in the protocol.' },
  boolean: { expected: 'true or false', action: 'Write true or false in lower case.' },
  integer: { expected: 'a whole number', action: 'Write digits only, without leading zeros.' },
  money: {
    expected: 'pounds with at most 2 decimals',
    action: 'Round the extract to whole pence, digits and point only.',
  },
  date: { expected: 'a calendar date YYYY-MM-DD', action: 'Write dates as 2016-07-31.' },
}

/** What a bad cell should have been, and what to do about it. */
export function cellExpectation(field: CellDeclaration, received: string): { expected: string; action: string } {
  const { expected, action } = expectations[field.type]
  const wanted = field.type === 'category' ? `one of ${(field.levels ?? []).join(', ')}` : expected
  if (received !== '') return { expected: wanted, action }
  return { expected: wanted, action: 'Complete the extract, or declare the field optional in the protocol.' }
}

/** Name of the field's column in an artefact: money is in pence there and says so. */
export function artefactColumn({ id, type }: { id: string; type: string }): string {
  return type === 'money' ? `${id}_pence` : id
}

/** A value as an artefact's CSV holds it: whole pence, free text guarded against formulas, missing as an empty cell. */
export function artefactCell({ type }: Pick<CellDeclaration, 'type'>, value: FieldValue): CsvCell {
  return type === 'text' && typeof value === 'string' ? guardText(value) : value
}

/** Reads what `artefactCell` wrote. */
export function artefactReader(field: CellDeclaration): CellReader {
  if (field.type === 'money') return cellReader({ ...field, type: 'integer' })
  const read = cellReader(field)
  return field.type === 'text' ? text => read(unguardText(text)) : read
}
