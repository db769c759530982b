import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

/** An allocated run of the small trial, in a folder of its own, and its cases. */
export interface Place {
  folder: string
  trial: string
  cases: readonly string[]
  remove(): void
}

/** Draws and allocates the small trial in a new folder. */
export async function allocatedPlace(): Promise<Place> {
  const { folder, remove } = scratch()
  const trial = writeSmallTrial(join(folder, 'trial'))
  await succeed(['generate', trial, '--cases', '600', '--seed', '7', '--out', 'caseload.csv'], { cwd: folder })
  await succeed(['run', trial, '--caseload', 'caseload.csv', '--seed', '2015', '--run', 'run'], { cwd: folder })
  const rows = readFileSync(join(folder, 'run', '04-allocation.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  return { folder, trial, cases: rows.map(line => line.split(',')[0] ?? ''), remove }
}

/** Endless payments of the cases in turn, each with an id of its own that starts with the prefix. */
export function* payments({ cases }: Place, prefix: string): Generator<string> {
  for (let number = 0; ; number += 1) yield payment(cases, prefix, number)
}

/** So many payments. */
export const somePayments = ({ cases }: Place, prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => payment(cases, prefix, number))

const payment = (cases: readonly string[], prefix: string, number: number): string =>
  JSON.stringify({
    id: `${prefix}${number}`,
    case: cases[number % cases.length],
    kind: 'payment',
    at: '2016-03-01',
    by: 'cs2',
    amount: `${1 + (number % 90)}.50`,
    basis: 'ordinary',
  })
