import { InternalError } from '../core/errors.ts'
import { type DesignProtocol, type PreparedBalance, prepareBalance, redrawing } from '../design/index.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { Drawing } from './drawing.ts'
import { type ReplicateRange, workThrough } from './work-through.ts'

/** An allocation whose balance is tested, as data for workers. */
export interface BalanceJob {
  sample: readonly SampledCase[]
  allocated: readonly AllocatedCase[]
  protocol: DesignProtocol
  seed: string
}

/** The statistics of some redraws. */
export type Redraws = (range: ReplicateRange) => Float64Array

/** The redraws of a job, in a worker. */
export const redrawsOfJob = ({ sample, allocated, protocol, seed }: BalanceJob): Redraws =>
  redrawsOf(prepareBalance(sample, allocated, protocol, { seed }).omnibus)

function redrawsOf(omnibus: PreparedBalance['omnibus']): Redraws {
  if ('status' in omnibus) throw new InternalError('no covariate varies, and there is nothing to draw')
  return ({ from, to }) => Float64Array.from({ length: to - from }, (_, at) => omnibus.draw(from + at))
}

/** The statistics of all redraws, in their order: the same for any number of workers, since each has a stream of its own. */
export async function drawBalance(
  job: BalanceJob,
  omnibus: PreparedBalance['omnibus'],
  draws: number,
  drawing?: Drawing,
): Promise<Float64Array> {
  const work = {
    title: redrawing,
    here: redrawsOf(omnibus),
    atOnce: { here: 20, worker: 50 },
    ...{ file: new URL('./workers/redraw.js', import.meta.url), data: job },
  }
  const drawn = new Float64Array(draws)
  for (const { from, part } of await workThrough(work, { from: 0, to: draws }, drawing)) drawn.set(part, from)
  return drawn
}
