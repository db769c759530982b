import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type StreamedLine, streamedLines } from '../../src/storage/line-stream.ts'

async function* pieces(bytes: Uint8Array, cuts: readonly number[]) {
  let from = 0
  for (const cut of [...cuts].map(each => each % (bytes.length + 1)).sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut)
    from = cut
  }
  yield bytes.subarray(from)
}

async function linesOf(bytes: Uint8Array, cuts: readonly number[] = []): Promise<StreamedLine[]> {
  const lines: StreamedLine[] = []
  for await (const batch of streamedLines('stdin', pieces(bytes, cuts))) {
    expect(batch.length).toBeGreaterThan(0)
    lines.push(...batch)
  }
  return lines
}

describe('the lines of a stream', () => {
  it('are the same however the bytes come', async () => {
    const line = fc.stringMatching(/^[a-zé😀 ]{0,6}$/u)
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.array(fc.nat()),
        fc.boolean(),
        async (texts, cuts, crlf) => {
          const end = crlf ? '\r\n' : '\n'
          const bytes = Buffer.from(texts.map(text => text + end).join(''))
          const expected = texts.map((text, index) => ({ line: index + 1, text }))
          expect(await linesOf(bytes, cuts)).toEqual(expected)
        },
      ),
    )
  })

  it('need no end of the last, and no mark at the start', async () => {
    expect(await linesOf(Buffer.from('\ufeffa\n\nb'))).toEqual([
      { line: 1, text: 'a' },
      { line: 2, text: '' },
      { line: 3, text: 'b' },
    ])
    expect(await linesOf(Buffer.from(''))).toEqual([])
  })

  it('come as soon as they are whole', async () => {
    const batches: number[] = []
    for await (const batch of streamedLines('stdin', pieces(Buffer.from('a\nb\nc\nd'), [4, 5])))
      batches.push(batch.length)
    expect(batches).toEqual([2, 1, 1])
  })

  it('that are other bytes, or without end, spoil no other line', async () => {
    const long = 'x'.repeat((1 << 20) + 1)
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from([0xff, 0x0a]), Buffer.from(`${long}\nb\n`)])
    const lines = await linesOf(
      bytes,
      Array.from({ length: 30 }, (_, index) => index * 40_000),
    )
    expect(lines.map(line => ('text' in line ? line.text : line.issue.code))).toEqual([
      'a',
      'file.not_utf8',
      'file.line_too_long',
      'b',
    ])
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4])
  })
})
