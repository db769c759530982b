import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  key?: string
}

export const flowCommand = defineCommand<Options>({
  name: 'flow',
  summary: 'count how cases came in and what became of them',
  description:
    'Counts the cases of a run at every stage: assessed, excluded by reason, sampled, allocated by arm, and within each arm the levels of every category outcome, losses, and who is analysed. Works at any stage of a run. Every sum is checked; exit code 1 where one does not add up. It shows outcomes by arm: it is not for whoever must not know them.',
  group: 'Stages of a run:',
  options: [
    runOption,
    { flags: '--key <file>', description: 'key to a sealed run; without it arms are counted together' },
  ],
  examples: ['equipoise flow part-payment', 'equipoise flow part-payment --run runs/mine --json'],
  async run(reference, { run: folder, key }) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { flowOfRun } = await import('../../pipeline/flow-run.ts')
    const { flowText } = await import('../flow-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const flow = await flowOfRun({ trial, run, key })
    return { json: flow, text: flowText(flow), next: `equipoise status ${reference}${runFlag(trial, run)}` }
  },
})
