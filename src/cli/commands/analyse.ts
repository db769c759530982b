import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  explore?: string
}

export const analyseCommand = defineCommand<Options>({
  name: 'analyse',
  aliases: ['analyze'],
  summary: 'run the plan on the recorded outcomes',
  description:
    'Builds the analysis set (every allocated case, in the arm it was allocated to), summarises it, and runs every analysis of the plan and the economics. A plan that was changed after allocation needs a deviation that says so; --explore runs further analyses, kept apart and labelled exploratory.',
  group: 'Stages of a run:',
  options: [
    runOption,
    {
      flags: '--explore <file>',
      description: 'also run the analyses of this YAML file, which the plan did not promise',
    },
  ],
  examples: [
    'equipoise analyse part-payment',
    'equipoise analyse part-payment --run runs/mine --json',
    'equipoise analyse part-payment --explore ideas.yaml',
  ],
  async run(reference, options, progress) {
    const { openTrial, outputWidth, runFlag } = await import('../open-trial.ts')
    const { analyseRun } = await import('../../pipeline/analyse-run.ts')
    const { analysisSections } = await import('../../pipeline/document/analysis-sections.ts')
    const { sectionText } = await import('../../report/index.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { findings } = await analyseRun(trial, run, progress, options.explore)
    const sections = analysisSections(findings).map(section => sectionText(section, outputWidth()))
    return {
      json: {
        schema: 'equipoise/analysis/1',
        trial: trial.protocol.id,
        run,
        notice: findings.notice,
        analyses: findings.analyses,
        explorations: findings.explorations ?? [],
        amendments: findings.amendments ?? null,
        economics: findings.economics,
      },
      text: [...noticeLines(findings.notice), sections.join('\n\n')].join('\n'),
      next: `equipoise report ${reference}${runFlag(trial, run)}`,
    }
  },
})
