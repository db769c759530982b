import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  key?: string
  svg?: string
  outcome: string[]
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
    { flags: '--svg <file>', description: 'draw the flow in the manner of CONSORT, with small counts held back' },
    {
      flags: '--outcome <id>',
      description: 'category outcome whose levels the diagram shows; once for each (default: the first)',
      repeatable: true,
    },
  ],
  examples: [
    'equipoise flow part-payment',
    'equipoise flow part-payment --svg flow.svg --outcome contact --outcome disposition',
    'equipoise flow part-payment --run runs/mine --json',
  ],
  async run(reference, { run: folder, key, svg, outcome }) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { flowOfRun } = await import('../../pipeline/flow-run.ts')
    const { flowText } = await import('../flow-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const flow = await flowOfRun({ trial, run, key })
    const next = `equipoise status ${reference}${runFlag(trial, run)}`
    if (svg === undefined) return { json: flow, text: flowText(flow), next }
    const { writeFlowDiagram } = await import('../../pipeline/draw-flow.ts')
    const { publishedFlow } = await import('../../pipeline/disclosure/shown-flow.ts')
    writeFlowDiagram(publishedFlow(trial, flow), svg, outcome)
    return { json: { ...flow, diagram: svg }, text: [flowText(flow), `The diagram is ${svg}.`].join('\n'), next }
  },
})
