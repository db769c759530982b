/**
 * Compares two strings by their UTF-8 bytes. Ids are ASCII, where this is the order of code units too;
 * JavaScript's default order differs from bytes only above the basic plane.
 */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const ascii = 128
const radixWidth = 64

/**
 * Positions of the texts in byte order; equal texts keep their order. Radix sort from the last character on, which for
 * ids is several times faster than comparing them; longer texts, and texts beyond ASCII, are compared.
 */
export function byteOrder(texts: readonly string[]): Int32Array {
  let order = Int32Array.from(texts.keys())
  let next = new Int32Array(texts.length)
  const width = texts.reduce((longest, text) => Math.max(longest, text.length), 0)
  if (width > radixWidth) return comparedOrder(texts)
  const bucket = new Uint8Array(texts.length)
  for (let place = width - 1; place >= 0; place -= 1) {
    const starts = new Int32Array(ascii + 2)
    for (const [index, text] of texts.entries()) {
      const code = place < text.length ? text.charCodeAt(place) : -1
      if (code >= ascii) return comparedOrder(texts)
      bucket[index] = code + 1
      starts[code + 2]! += 1
    }
    for (let code = 1; code < starts.length; code += 1) starts[code]! += starts[code - 1]!
    for (const index of order) next[starts[bucket[index]!]!++] = index
    ;[order, next] = [next, order]
  }
  return order
}

const comparedOrder = (texts: readonly string[]): Int32Array =>
  Int32Array.from([...texts.keys()].sort((a, b) => compareBytes(texts[a] ?? '', texts[b] ?? '')))
