import { crc32 } from 'node:zlib'

/** Bytes of a PNG before its second chunk: signature and header. */
const headerEnd = 33

/** Adds words to a PNG as an uncompressed text of UTF-8, so that the file says what it shows wherever it goes (PNG, section 11.3.4.5). */
export function withWords(png: Uint8Array, keyword: 'Description', words: string): Uint8Array {
  const data = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(words, 'utf8')])
  const body = Buffer.concat([Buffer.from('iTXt', 'latin1'), data])
  const chunk = Buffer.alloc(4 + body.length + 4)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), 4 + body.length)
  return Uint8Array.from(Buffer.concat([png.subarray(0, headerEnd), chunk, png.subarray(headerEnd)]))
}
