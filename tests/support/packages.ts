import { strFromU8, unzipSync } from 'fflate'

/** The files of a zip file, by path, in their order. */
export function unpacked(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(bytes)))
}

/** The text of a file of a zip file. */
export function partOf(bytes: Uint8Array, path: string): string {
  const part = unpacked(bytes).get(path)
  if (part === undefined) throw new Error(`no ${path} in ${[...unpacked(bytes).keys()].join(', ')}`)
  return strFromU8(part)
}
