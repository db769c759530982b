import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
}

export const exportVerifierCommand = defineCommand<Options>({
  name: 'export-verifier',
  summary: 'write scripts that re-derive the allocation without equipoise',
  description:
    'Writes a Python and an R script into the run folder that derive the allocation anew from 03-sample.csv, the numbers of the protocol and the seed, and compare it with 04-allocation.csv, case by case. The first needs Python alone, the second R with the package digest; both exit with 0 where every arm agrees.',
  group: 'Stages of a run:',
  options: [runOption],
  examples: ['equipoise export-verifier part-payment', 'equipoise export-verifier part-payment --run runs/mine --json'],
  async run(reference, options) {
    const { join } = await import('node:path')
    const { openTrial } = await import('../open-trial.ts')
    const { exportVerifier } = await import('../../pipeline/export-verifier.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const exported = exportVerifier(trial, run)
    const [python, r] = Object.keys(exported.files).map(name => join(run, name))
    return {
      json: exported,
      text: `Wrote ${python} and ${r}, which need no equipoise to derive the allocation again.`,
      next: `python3 ${python}, or Rscript ${r}`,
    }
  },
})
