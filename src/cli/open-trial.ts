import { join } from 'node:path'
import type { Trial } from '../pipeline/trial-folder.ts'

/** Reads the trial that a command names, and the run folder that it works on. */
export async function openTrial(reference: string, run?: string): Promise<{ trial: Trial; run: string }> {
  const { findTrial, readTrial } = await import('../pipeline/trial-folder.ts')
  const trial = await readTrial(findTrial(reference))
  return { trial, run: run ?? join('runs', trial.protocol.id) }
}

/** Width of a terminal; a pipe or a file gets whole lines. */
export const outputWidth = (): number => (process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY)

/** ` --run DIR` where the run is not the default one. */
export const runFlag = (trial: Trial, run: string): string =>
  run === join('runs', trial.protocol.id) ? '' : ` --run ${run}`

/** The seed or the beacon's value of a draw, as the next command takes it. */
export const startFlag = ({ seed, beacon }: { seed?: string; beacon?: string }): string =>
  beacon === undefined ? `--seed ${asArgument(seed ?? '')}` : `--beacon ${asArgument(beacon.trim())}`

const asArgument = (text: string): string => (/^[\w.:/+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
