import type { Progress } from '../../core/progress.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand, fullOption, runOption } from './define.ts'

interface Options {
  files: readonly string[]
  run?: string
  full?: boolean
}

export const mergeCommand = defineCommand<Options>({
  name: 'merge',
  summary: 'put the parts of a simulation or of an analysis together',
  description:
    'Reads the files that simulate or analyse wrote with --chunk, each part once. Of a simulation it tells what simulate tells of the whole; of an analysis it writes and tells what analyse does: the same to the last bit, whatever machine drew which part. Refuses parts of other files of the trial or of the run, of another version or simulation, parts that were changed, and lacking ones.',
  group: 'Trials:',
  second: { name: 'files', description: 'the files of all parts, in any order', isMany: true },
  options: [
    { ...runOption, description: 'run folder, for parts of an analysis (default: runs/<trial>)' },
    { ...fullOption, description: 'of an analysis: print every section, not the main ones alone' },
  ],
  examples: [
    'equipoise merge part-payment parts/*.json',
    'equipoise merge part-payment parts/*.json --json',
    'equipoise merge part-payment parts/*.json --run runs/mine',
  ],
  async run(reference, options, progress) {
    const { arePartsOfAnalysis } = await import('../../pipeline/parts/kind-of.ts')
    if (arePartsOfAnalysis(options.files)) return mergeOfAnalysis(reference, options, progress)
    const { openTrial } = await import('../open-trial.ts')
    const { sizingOf } = await import('../../pipeline/power/read-sizing.ts')
    const { mergeParts } = await import('../../pipeline/simulation/index.ts')
    const { simulationText } = await import('../simulation-text.ts')
    const { trial } = await openTrial(reference)
    const simulation = await mergeParts(trial, sizingOf(trial, {}), options.files)
    return { json: simulation, text: simulationText(simulation) }
  },
})

async function mergeOfAnalysis(reference: string, options: Options, progress: Progress): Promise<CommandResult> {
  const { openTrial } = await import('../open-trial.ts')
  const { mergeAnalysis } = await import('../../pipeline/analysis-parts/index.ts')
  const { analysisResult } = await import('../analysis-text.ts')
  const { trial, run } = await openTrial(reference, options.run)
  const analysis = await mergeAnalysis(trial, run, options.files, progress)
  return analysisResult(reference, trial, analysis, options)
}
