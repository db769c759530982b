import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  out?: string
}

export const checklistCommand = defineCommand<Options>({
  name: 'checklist',
  summary: 'fill the reporting checklist (CONSORT 2025) from the record',
  description:
    "Answers the items of CONSORT 2025, with those for several arms and for clusters where they apply, from the protocol, the plan and the run, and lists what is left for the author. What the authors say stands in checklist.yaml of the trial's folder. Works before there is a run too.",
  group: 'Stages of a run:',
  options: [
    runOption,
    { flags: '--out <file>', description: 'write it as a document, by its ending: .html, .md, .odt, .docx, …' },
  ],
  examples: [
    'equipoise checklist part-payment',
    'equipoise checklist part-payment --run runs/mine --out checklist.html',
    'equipoise checklist part-payment --out checklist.docx',
    'equipoise checklist part-payment --json',
  ],
  async run(reference, { run: folder, out }) {
    const { existsSync } = await import('node:fs')
    const { openTrial } = await import('../open-trial.ts')
    const { checklistOfTrial, writeChecklist } = await import('../../pipeline/checklist/index.ts')
    const { checklistText } = await import('../checklist-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const begun = existsSync(run) ? run : null
    const checklist = checklistOfTrial(trial, begun)
    if (out !== undefined) writeChecklist(trial, begun, checklist, out)
    return {
      json: { schema: 'equipoise/checklist-report/1', trial: trial.protocol.id, run: begun, ...checklist },
      text: [checklistText(checklist), ...(out === undefined ? [] : ['', `The page is ${out}.`])].join('\n'),
      next: `write what only you know into ${trial.folder}/checklist.yaml`,
    }
  },
})
