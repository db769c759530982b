import { type Issue, refuseIfAny } from '../../core/errors.ts'
import type { SimulationPart } from '../../model/simulation-part.ts'
import type { Sizing } from '../../model/sizing.ts'
import { type Facts, notOneWhole, readParts } from '../parts/one-whole.ts'
import { readPart } from '../parts/part-file.ts'
import type { Trial } from '../trial-folder.ts'
import { headOfPart, type PartHead, recordedIn, simulationPart } from './part-file.ts'
import { together } from './recorder.ts'
import { type SimulationAsked, simulationJob, simulationOf, type TrialSimulation } from './simulate-trial.ts'

/**
 * Puts the parts of a simulation together: the same, to the last bit, as the simulation in one piece. Replicates are put in their order before
 * anything is added up, so that it does not matter in which order the files are given or where the parts were drawn.
 *
 * Throws `TrialError` with every file that is no part, was damaged, or belongs to other files of the trial or to another simulation, and
 * where parts are there twice or lacking.
 *
 * @example await mergeParts(trial, sizing, ['parts/1.json', 'parts/2.json'])
 */
export async function mergeParts(trial: Trial, sizing: Sizing, files: readonly string[]): Promise<TrialSimulation> {
  const issues: Issue[] = []
  const filed = readParts(files, file => readPart(simulationPart, file), issues)
  const [first] = filed
  if (first !== undefined) {
    const here = fixedHere(await headOfPart(trial, askedIn(trial, first.part), first.part))
    issues.push(...notOneWhole(filed, { here, fixedHere, fixedTogether }))
  }
  refuseIfAny(issues)
  const asked = askedIn(trial, (first as { part: SimulationPart }).part)
  const recorded = together(
    { from: 0, to: asked.replicates },
    filed.map(({ part }) => recordedIn(part)),
  )
  return simulationOf(trial, sizing, asked, simulationJob(trial, sizing, asked), recorded)
}

const askedIn = ({ plan }: Trial, { scenario, seed, replicates, analyses }: SimulationPart): SimulationAsked => ({
  ...{ scenario, seed, replicates },
  analyses: plan.analyses.filter(({ id }) => analyses.includes(id)),
})

/** What is fixed where the parts are put together. */
const fixedHere = ({ trial, inputs, versions }: PartHead): Facts => ({
  trial,
  ...inputs,
  'version of equipoise': versions.equipoise,
})

/** What is only known to be right where it is the same in all parts. Node's version: another may round a logarithm otherwise. */
const fixedTogether = ({ scenario, seed, replicates, analyses, parts, versions }: PartHead): Facts => ({
  ...{ scenario, seed, replicates: String(replicates), analyses: analyses.join(','), parts: String(parts) },
  'version of Node': versions.node,
})
