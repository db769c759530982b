import { createHash, createHmac } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { canonicalJson } from './canonical-json.ts'

/** SHA-256 of text (as UTF-8) or bytes, whole or in pieces (of text, ending between characters), in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array | Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256')
  if (typeof content === 'string' || content instanceof Uint8Array) hash.update(content)
  else for (const piece of content) hash.update(piece)
  return hash.digest('hex')
}

/** Bytes in pieces, made anew each time they are asked for and hashed once: for what is too large to be held. */
export class HashedPieces implements Iterable<Uint8Array> {
  readonly #pieces: () => Iterator<Uint8Array>
  #hash: string | undefined

  constructor(pieces: () => Iterator<Uint8Array>) {
    this.#pieces = pieces
  }

  [Symbol.iterator](): Iterator<Uint8Array> {
    return this.#pieces()
  }

  get sha256(): string {
    this.#hash ??= sha256(this)
    return this.#hash
  }
}

/** SHA-256 of the canonical JSON of a value. */
export function hashJson(value: unknown): string {
  return sha256(canonicalJson(value))
}

/** HMAC-SHA256 of a value's canonical JSON, in lower-case hexadecimal: only who has the key can make or check it. */
export function keyedHashJson(key: string, value: unknown): string {
  return createHmac('sha256', key).update(canonicalJson(value)).digest('hex')
}

const chunkBytes = 1 << 20

/** `hashFile` at once: a file may be larger than memory, but nothing else goes on. */
export function hashFileNow(path: string): string {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(chunkBytes)
  const descriptor = openSync(path, 'r')
  try {
    for (let read = 1; read > 0; ) {
      read = readSync(descriptor, chunk)
      hash.update(chunk.subarray(0, read))
    }
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}

/** SHA-256 of a file, read as a stream. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
