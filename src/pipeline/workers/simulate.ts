import { workerData } from 'piscina'
import type { Recorded, ReplicateRange } from '../simulation/recorder.ts'
import { replicatesOf } from '../simulation/replicates.ts'
import type { SimulationJob } from '../simulation/simulation-job.ts'

const replicates = replicatesOf(workerData as SimulationJob)

/** Draws some replicates of the job that the worker was started with. */
export default function simulate({ from, to }: ReplicateRange): Recorded {
  return replicates(from, to)
}
