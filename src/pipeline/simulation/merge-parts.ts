import { collectIssues, type Issue, refuseIfAny } from '../../core/errors.ts'
import type { SimulationPart } from '../../model/simulation-part.ts'
import type { Sizing } from '../../model/sizing.ts'
import type { Trial } from '../trial-folder.ts'
import { partDiffers, partForeign, partsMissing, partTwice } from './issues.ts'
import { chunkText, headOfPart, type PartHead, readPart, recordedIn } from './part-file.ts'
import { together } from './recorder.ts'
import { type SimulationAsked, simulationJob, simulationOf, type TrialSimulation } from './simulate-trial.ts'

interface FiledPart {
  file: string
  part: SimulationPart
}

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
  const filed = files.flatMap((file): FiledPart[] => {
    const part = collectIssues(issues, () => readPart(file))
    return part === undefined ? [] : [{ file, part }]
  })
  const [first] = filed
  if (first !== undefined) {
    const here = await headOfPart(trial, askedIn(trial, first.part), first.part)
    issues.push(
      ...filed.flatMap(each => foreign(each, here)),
      ...filed.flatMap(each => differences(each, first)),
      ...incomplete(filed.filter(each => differences(each, first).length === 0)),
    )
  }
  refuseIfAny(issues)
  const asked = askedIn(trial, (first as FiledPart).part)
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

type Facts = Readonly<Record<string, string>>

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

const differing = (own: Facts, other: Facts): string[] => Object.keys(own).filter(fact => own[fact] !== other[fact])

function foreign({ file, part }: FiledPart, here: PartHead): Issue[] {
  const [own, wanted] = [fixedHere(part), fixedHere(here)]
  return differing(own, wanted).map(fact => partForeign(file, fact, wanted[fact] ?? '', own[fact] ?? ''))
}

function differences({ file, part }: FiledPart, first: FiledPart): Issue[] {
  const [own, wanted] = [fixedTogether(part), fixedTogether(first.part)]
  return differing(own, wanted).map(fact =>
    partDiffers(file, fact, { expected: wanted[fact] ?? '', of: first.file, received: own[fact] ?? '' }),
  )
}

/** Parts of one simulation that are there twice, and those that are not there. */
function incomplete(filed: readonly FiledPart[]): Issue[] {
  const byPart = new Map<number, string>()
  const issues: Issue[] = []
  for (const { file, part } of filed) {
    const other = byPart.get(part.part)
    if (other === undefined) byPart.set(part.part, file)
    else issues.push(partTwice(file, chunkText(part), other))
  }
  const parts = filed[0]?.part.parts ?? 0
  const missing = Array.from({ length: parts }, (_, at) => at + 1).filter(part => !byPart.has(part))
  if (missing.length > 0)
    issues.push(
      partsMissing(
        byPart.size,
        missing.map(part => chunkText({ part, parts })),
        parts,
      ),
    )
  return issues
}
