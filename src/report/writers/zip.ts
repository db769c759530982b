import { strToU8, zipSync } from 'fflate'

/** A file of a package: its path in it, and what it holds. */
export type PackagePart = readonly [path: string, content: string | Uint8Array]

// A zip holds a local time without a zone: this is the earliest that it can hold, wherever it is written.
const always = new Date(1980, 0, 1)

/**
 * Parts as one zip file, in their order. A `mimetype` stands first and is not compressed, so that programs can tell the
 * kind of an OpenDocument file by its first bytes. The same parts give the same bytes.
 */
export function zipPackage(parts: readonly PackagePart[], mimetype?: string): Uint8Array {
  const first: PackagePart[] = mimetype === undefined ? [] : [['mimetype', mimetype]]
  const entries = [...first, ...parts].map(([path, content]) => {
    const level = path === 'mimetype' ? 0 : 6
    return [path, [typeof content === 'string' ? strToU8(content) : content, { level, mtime: always }]] as const
  })
  return zipSync(Object.fromEntries(entries) as unknown as Parameters<typeof zipSync>[0])
}
