import { workerData } from 'piscina'
import { type BalanceJob, redrawsOfJob } from '../balance-redraws.ts'

/** Draws the allocation of the job again that the worker was started with. */
export default redrawsOfJob(workerData as BalanceJob)
