import { defineCommand } from './define.ts'

interface Options {
  files: readonly string[]
}

export const mergeCommand = defineCommand<Options>({
  name: 'merge',
  summary: 'put the parts of a simulation together',
  description:
    'Reads the files that simulate wrote with --chunk, each part once, and tells what simulate tells of the whole: the same to the last bit, whatever machine drew which part. Refuses parts of other files of the trial, of another version or simulation, parts that were changed, and lacking ones.',
  group: 'Trials:',
  second: { name: 'files', description: 'the files of all parts, in any order', isMany: true },
  options: [],
  examples: ['equipoise merge part-payment parts/*.json', 'equipoise merge part-payment parts/*.json --json'],
  async run(reference, { files }) {
    const { openTrial } = await import('../open-trial.ts')
    const { sizingOf } = await import('../../pipeline/power/read-sizing.ts')
    const { mergeParts } = await import('../../pipeline/simulation/index.ts')
    const { simulationText } = await import('../simulation-text.ts')
    const { trial } = await openTrial(reference)
    const simulation = await mergeParts(trial, sizingOf(trial, {}), files)
    return { json: simulation, text: simulationText(simulation) }
  },
})
