import type { Progress } from '../../core/progress.ts'
import type { Drawing } from '../../pipeline/drawing.ts'
import type { OutcomesElsewhere } from '../../pipeline/engines/index.ts'
import type { Chunk } from '../../pipeline/parts/chunk.ts'
import { untilInterrupted } from '../interruption.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand, type EngineOptions, engineOptions, fullOption, runOption } from './define.ts'

interface Options extends EngineOptions {
  run?: string
  explore?: string
  masked?: string
  full?: boolean
  workers?: string
  chunk?: string
  out?: string
}

export const analyseCommand = defineCommand<Options>({
  name: 'analyse',
  aliases: ['analyze'],
  summary: 'run the plan on the recorded outcomes',
  description:
    'Builds the analysis set (every allocated case, in the arm it was allocated to), summarises it, and runs every analysis of the plan and the economics. A plan that was changed after allocation needs a deviation that says so; --explore runs further analyses, kept apart and labelled exploratory. --masked analyses a set whose arms are masked, and reads no run. Prints the summary, the tests as reported and the primary analyses; --full prints all of them. --chunk draws one part of the bootstraps, random tables and randomisation tests, for several machines; merge puts the parts together.',
  group: 'Stages of a run:',
  options: [
    runOption,
    {
      flags: '--explore <file>',
      description: 'also run the analyses of this YAML file, which the plan did not promise',
    },
    { flags: '--masked <dir>', description: 'analyse the masked set that `mask` wrote there, in place of a run' },
    ...engineOptions,
    fullOption,
    { flags: '--workers <n>', description: 'worker threads (default: processors); the numbers are the same for any' },
    {
      flags: '--chunk <i/n>',
      description:
        'draw the i-th of n parts of what the plan draws again and again, write it to --out, and nothing else',
    },
    { flags: '--out <file>', description: 'file of the part; left as it is where it holds the part already' },
  ],
  examples: [
    'equipoise analyse part-payment',
    'equipoise analyse part-payment --run runs/mine --json',
    'equipoise analyse part-payment --explore ideas.yaml',
    'equipoise analyse part-payment --masked masked',
    'equipoise analyse part-payment --engine duckdb --data analysis-set.parquet',
    'equipoise analyse part-payment --engine postgres --at postgres://reader@warehouse/trials --data trial.analysis_set',
    'equipoise analyse part-payment --summaries queries',
    'equipoise analyse part-payment --full | less',
    'equipoise analyse part-payment --chunk 3/8 --out parts/3.json',
  ],
  async run(reference, options, progress) {
    const { drawingAsked } = await import('../../pipeline/analysis-parts/read-asked.ts')
    const others = (['--explore', '--masked', '--engine', '--summaries'] as const).filter(
      flag => options[flag.slice(2) as 'explore' | 'masked' | 'engine' | 'summaries'] !== undefined,
    )
    const { workers, part } = drawingAsked(options, others)
    if (part !== undefined) return analysePartOf(reference, options.run, part, { progress, workers })
    if (options.masked !== undefined) return analyseMaskedSet(reference, options.masked, options, progress)
    const { outcomesElsewhere } = await import('../engine-options.ts')
    const where = outcomesElsewhere(options)
    if (where !== undefined) return analyseOutcomes(where, reference, options, progress)
    const { openTrial } = await import('../open-trial.ts')
    const { analyseRun } = await import('../../pipeline/analyse-run.ts')
    const { resample } = await import('../../pipeline/resample.ts')
    const { analysisResult } = await import('../analysis-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { explore: exploration, full } = options
    const analysis = await analyseRun(trial, run, progress, {
      exploration,
      draw: jobs => resample(jobs, { progress, workers }),
    })
    return analysisResult(reference, trial, analysis, { full, explored: exploration !== undefined })
  },
})

/** A part of what the analyses of a run draw. */
async function analysePartOf(
  reference: string,
  folder: string | undefined,
  part: Chunk & { out: string },
  drawing: Drawing,
): Promise<CommandResult> {
  const { openTrial } = await import('../open-trial.ts')
  const { analysePart } = await import('../../pipeline/analysis-parts/index.ts')
  const { analysedPartText } = await import('../analysis-text.ts')
  const { trial, run } = await openTrial(reference, folder)
  const made = await analysePart(trial, run, part, drawing)
  return { json: made as CommandResult['json'], text: analysedPartText(made) }
}

/** The analysis of outcomes that stay where they are. */
async function analyseOutcomes(
  where: OutcomesElsewhere,
  reference: string,
  options: Options,
  progress: Progress,
): Promise<CommandResult> {
  const { openTrial, outputWidth, runFlag } = await import('../open-trial.ts')
  const { join } = await import('node:path')
  const { analyseElsewhere } = await import('../../pipeline/engines/index.ts')
  const { artefacts } = await import('../../pipeline/run-folder.ts')
  const { allSections, mainSections } = await import('../main-sections.ts')
  const { sectionText } = await import('../../report/index.ts')
  const { noticeLines } = await import('../summaries.ts')
  const { trial, run } = await openTrial(reference, options.run)
  const { findings, cases, place } = await untilInterrupted(signal =>
    analyseElsewhere(trial, run, where, progress, signal),
  )
  const sections = options.full ? allSections(findings) : mainSections(findings)
  return {
    json: {
      schema: 'equipoise/engine-analysis/1',
      trial: trial.protocol.id,
      run,
      place,
      cases,
      notice: findings.notice,
      analyses: findings.analyses,
      amendments: findings.amendments ?? null,
      economics: findings.economics,
    } as CommandResult['json'],
    text: [
      ...noticeLines(findings.notice),
      `Summarised ${cases.toLocaleString('en-GB')} cases in ${place}: those that were allocated.`,
      '',
      ...sections.flatMap(section => [sectionText(section, outputWidth()), '']),
      `Every analysis is in ${join(run, artefacts.results)}; the statements are in ${join(run, artefacts.engine)}.`,
    ].join('\n'),
    next: `equipoise report ${reference}${runFlag(trial, run)}`,
  }
}

/** The analysis of a masked set, for somebody who does not know the arms. */
async function analyseMaskedSet(
  reference: string,
  folder: string,
  { full = false }: Options,
  progress: Progress,
): Promise<CommandResult> {
  const { openTrial } = await import('../open-trial.ts')
  const { analyseMasked } = await import('../../pipeline/masking/analyse-masked.ts')
  const { maskedAnalysisText } = await import('../masking-text.ts')
  const { trial } = await openTrial(reference)
  const { findings, ...outcome } = await analyseMasked(trial, folder, progress)
  return {
    json: { ...outcome, analyses: findings.analyses } as CommandResult['json'],
    text: maskedAnalysisText(outcome, findings, full),
    next: `write down what each possible answer would mean, then equipoise unmask ${reference} --mask ${folder} --key FILE --by NAME --reason TEXT`,
  }
}
