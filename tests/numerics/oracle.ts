import { readFileSync } from 'node:fs'

type Row = readonly [args: readonly number[], value: string]

/** Reference rows by the name of the function that they judge. */
export function readGrid(name: string): Readonly<Record<string, readonly Row[]>> {
  const { origin: _, ...grid } = JSON.parse(
    readFileSync(new URL(`../oracles/mpmath/${name}.json`, import.meta.url), 'utf8'),
  )
  return grid
}

export function relativeError(got: number, truth: number): number {
  return got === truth ? 0 : Math.abs(got / truth - 1)
}
