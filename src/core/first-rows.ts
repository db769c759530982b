import { isTexts, type Texts } from './text-column.ts'

/** Remembers rows of a column, and which of them was the first with a value. */
export interface FirstRows {
  /** Remembers a row. The first row that was remembered with its value: itself, where none was. */
  add(row: number): number
  /** The first row that was remembered with the value of a row. */
  find(row: number): number | undefined
}

/** Tells rows of a column with equal values from those without. */
export function firstRows(column: { at(row: number): unknown }): FirstRows {
  return isTexts(column) ? new FirstTexts(column) : new FirstValues(column)
}

class FirstValues implements FirstRows {
  readonly #column: { at(row: number): unknown }
  readonly #rows = new Map<unknown, number>()

  constructor(column: { at(row: number): unknown }) {
    this.#column = column
  }

  add(row: number): number {
    const value = this.#column.at(row)
    const first = this.#rows.get(value)
    if (first === undefined) this.#rows.set(value, row)
    return first ?? row
  }

  find(row: number): number | undefined {
    return this.#rows.get(this.#column.at(row))
  }
}

const fewestSlots = 1 << 3
const fullest = 0.6

/** A hash table with open addressing: 8 bytes a slot, where a Map would keep an object for each text. */
export class FirstTexts implements FirstRows {
  readonly #texts: Texts
  /** Row + 1; 0 where a slot is free. */
  #slots = new Int32Array(fewestSlots)
  /** The hash of the slot's text, so that hardly any other text is looked at. */
  #hashes = new Uint32Array(fewestSlots)
  #taken = 0

  constructor(texts: Texts) {
    this.#texts = texts
  }

  add(row: number): number {
    const hash = this.#texts.hashAt(row)
    const slot = this.#slotOf(row, hash)
    const held = this.#slots[slot]!
    if (held > 0) return held - 1
    this.#slots[slot] = row + 1
    this.#hashes[slot] = hash
    this.#taken += 1
    if (this.#taken > fullest * this.#slots.length) this.#grow()
    return row
  }

  find(row: number): number | undefined {
    const held = this.#slots[this.#slotOf(row, this.#texts.hashAt(row))]!
    return held > 0 ? held - 1 : undefined
  }

  /** The first row that was remembered with a text of another column. */
  findOther(texts: Texts, row: number): number | undefined {
    const hash = texts.hashAt(row)
    const last = this.#slots.length - 1
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const held = this.#slots[slot]!
      if (held === 0) return undefined
      if (this.#hashes[slot] === hash && this.#texts.at(held - 1) === texts.at(row)) return held - 1
    }
  }

  /** The slot that holds the row's text, or the free one where it belongs. */
  #slotOf(row: number, hash: number): number {
    const last = this.#slots.length - 1
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const held = this.#slots[slot]!
      if (held === 0) return slot
      if (this.#hashes[slot] === hash && this.#texts.compare(held - 1, row) === 0) return slot
    }
  }

  #grow(): void {
    const [slots, hashes] = [this.#slots, this.#hashes]
    this.#slots = new Int32Array(2 * slots.length)
    this.#hashes = new Uint32Array(2 * slots.length)
    const last = this.#slots.length - 1
    for (let from = 0; from < slots.length; from += 1) {
      if (slots[from] === 0) continue
      let slot = hashes[from]! & last
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last
      this.#slots[slot] = slots[from]!
      this.#hashes[slot] = hashes[from]!
    }
  }
}
