import { workerData } from 'piscina'
import type { Recorded } from '../simulation/recorder.ts'
import { replicatesOf } from '../simulation/replicates.ts'
import type { SimulationJob } from '../simulation/simulation-job.ts'
import type { ReplicateRange } from '../work-through.ts'

const replicates = replicatesOf(workerData as SimulationJob)

/** Draws some replicates of the job that the worker was started with. */
export default function simulate({ from, to }: ReplicateRange): Recorded {
  return replicates(from, to)
}
