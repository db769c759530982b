import { isUtf8 } from 'node:buffer'
import type { Issue } from '../core/errors.ts'
import { fileNotUtf8, lineTooLong } from './issues.ts'
import { longestLine } from './lines.ts'

/** A line of a stream, numbered from 1, or why it cannot be read. */
export type StreamedLine = { line: number; text: string } | { line: number; issue: Issue }

const newline = 0x0a

/**
 * The lines of a stream, those together that came together, as soon as they are whole. A line that is no UTF-8 or too long is
 * an issue and ends nothing. The last line needs no end.
 */
export async function* streamedLines(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly StreamedLine[]> {
  const assembler = new LineAssembler(path)
  for await (const chunk of chunks) {
    const lines = assembler.add(chunk)
    if (lines.length > 0) yield lines
  }
  const last = assembler.end()
  if (last !== undefined) yield [last]
}

/** Holds the beginning of a line that has not come to its end, and no more of it than a line may have. */
class LineAssembler {
  private readonly path: string
  private parts: Uint8Array[] = []
  private length = 0
  private number = 1

  constructor(path: string) {
    this.path = path
  }

  add(chunk: Uint8Array): StreamedLine[] {
    const lines: StreamedLine[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.keep(chunk.subarray(start, end))
      lines.push(this.take())
      start = end + 1
    }
    this.keep(chunk.subarray(start))
    return lines
  }

  end(): StreamedLine | undefined {
    return this.length === 0 ? undefined : this.take()
  }

  private keep(part: Uint8Array): void {
    this.length += part.length
    if (this.length <= longestLine) this.parts.push(part)
    else this.parts = []
  }

  private take(): StreamedLine {
    const { number: line, length } = this
    const bytes = Buffer.concat(this.parts)
    this.parts = []
    this.length = 0
    this.number += 1
    if (length > longestLine) return { line, issue: lineTooLong(this.path, line, longestLine) }
    if (!isUtf8(bytes)) return { line, issue: fileNotUtf8(this.path, line) }
    return { line, text: bytes.toString('utf8').replace(line === 1 ? /^\uFEFF|\r$/g : /\r$/, '') }
  }
}
