import type { Drawing } from '../drawing.ts'
import { type ReplicateRange, workThrough } from '../work-through.ts'
import { type Recorded, together } from './recorder.ts'
import { replicatesOf } from './replicates.ts'
import type { SimulationJob } from './simulation-job.ts'

/** The replicates of a job from one to another: the same for any number of workers, since each has a stream of its own. */
export async function runReplicates(job: SimulationJob, range: ReplicateRange, drawing?: Drawing): Promise<Recorded> {
  const draw = replicatesOf(job)
  const work = {
    title: 'Simulating',
    here: ({ from, to }: ReplicateRange) => draw(from, to),
    atOnce: { here: 50, worker: 250 },
    ...{ file: new URL('../workers/simulate.js', import.meta.url), data: job },
  }
  const done = await workThrough(work, range, drawing)
  return together(
    range,
    done.map(({ part }) => part),
  )
}
