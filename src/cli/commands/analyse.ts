import type { Progress } from '../../core/progress.ts'
import { untilInterrupted } from '../interruption.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand, fullOption, runOption } from './define.ts'

interface Options {
  run?: string
  explore?: string
  masked?: string
  engine?: string
  data?: readonly string[]
  at?: readonly string[]
  summaries?: string
  full?: boolean
}

export const analyseCommand = defineCommand<Options>({
  name: 'analyse',
  aliases: ['analyze'],
  summary: 'run the plan on the recorded outcomes',
  description:
    'Builds the analysis set (every allocated case, in the arm it was allocated to), summarises it, and runs every analysis of the plan and the economics. A plan that was changed after allocation needs a deviation that says so; --explore runs further analyses, kept apart and labelled exploratory. --masked analyses a set whose arms are masked, and reads no run. Prints the summary, the tests as reported and the primary analyses; --full prints all of them.',
  group: 'Stages of a run:',
  options: [
    runOption,
    {
      flags: '--explore <file>',
      description: 'also run the analyses of this YAML file, which the plan did not promise',
    },
    { flags: '--masked <dir>', description: 'analyse the masked set that `mask` wrote there, in place of a run' },
    {
      flags: '--engine <id>',
      description:
        'summarise outcomes where they are: duckdb, postgres or clickhouse; the run then has no log of its own',
    },
    {
      flags: '--data <what>',
      description: 'with --engine: a Parquet or CSV file, once for each, or a table',
      repeatable: true,
    },
    {
      flags: '--at <address>',
      description:
        'with --engine: a server or a DuckDB database file; once for each where several hold parts of the table',
      repeatable: true,
    },
    { flags: '--summaries <dir>', description: 'read what the statements of `sql --out` answered, saved there' },
    fullOption,
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
  ],
  async run(reference, options, progress) {
    if (options.masked !== undefined) return analyseMaskedSet(reference, options.masked, options, progress)
    if (options.engine !== undefined || options.summaries !== undefined) {
      return analyseElsewhere(reference, options, progress)
    }
    const { join } = await import('node:path')
    const { openTrial, outputWidth, runFlag } = await import('../open-trial.ts')
    const { analyseRun } = await import('../../pipeline/analyse-run.ts')
    const { artefacts } = await import('../../pipeline/run-folder.ts')
    const { allSections, exploratorySections, mainSections } = await import('../main-sections.ts')
    const { sectionText } = await import('../../report/index.ts')
    const { flagLines, noticeLines } = await import('../summaries.ts')
    const { flagCounts } = await import('../../outcomes/index.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { findings, flags } = await analyseRun(trial, run, progress, options.explore)
    const explored = options.explore === undefined ? [] : exploratorySections(findings)
    const sections = options.full ? allSections(findings) : [...mainSections(findings), ...explored]
    const place = (name: 'results' | 'tidyResults'): string => join(run, artefacts[name])
    const written = `Every analysis is in ${place('results')} and, a row for each number, in ${place('tidyResults')}${options.full ? '' : '; --full prints them'}.`
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
        flags: flagCounts(flags),
      },
      text: [
        ...noticeLines(findings.notice),
        ...flagLines(flagCounts(flags), join(run, artefacts.flags)),
        ...sections.flatMap(section => [sectionText(section, outputWidth()), '']),
        written,
      ].join('\n'),
      next: `equipoise report ${reference}${runFlag(trial, run)}`,
    }
  },
})

/** The analysis of outcomes that stay where they are. */
async function analyseElsewhere(reference: string, options: Options, progress: Progress): Promise<CommandResult> {
  const { openTrial, outputWidth } = await import('../open-trial.ts')
  const { join } = await import('node:path')
  const { analyseWithEngine, analyseSavedAnswers } = await import('../../pipeline/engines/index.ts')
  const { artefacts } = await import('../../pipeline/run-folder.ts')
  const { allSections, mainSections } = await import('../main-sections.ts')
  const { sectionText } = await import('../../report/index.ts')
  const { noticeLines } = await import('../summaries.ts')
  const { trial, run } = await openTrial(reference, options.run)
  const flags = { engine: options.engine ?? '', data: options.data ?? [], addresses: options.at }
  const { findings, cases, place } =
    options.summaries === undefined
      ? await untilInterrupted(signal => analyseWithEngine(trial, run, flags, progress, signal))
      : await analyseSavedAnswers(trial, run, options.summaries, progress)
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
