import type { EngineDraw } from '../../pipeline/engines/draw-in-engine.ts'
import { untilInterrupted } from '../interruption.ts'
import { defineCommand } from './define.ts'

interface Options {
  engine: string
  data: readonly string[]
  at?: string
  seed: string
  out: string
  numbers?: string
}

export const drawCommand = defineCommand<Options>({
  name: 'draw',
  summary: 'draw a sample of a caseload that stays in an engine, and allocate it',
  description:
    'Asks an engine how many cases of each stratum are eligible, draws the sample and the arms over their numbers in byte order of id, and writes stratum, number and arm, with the statement that numbers the cases and the one that joins the two. No row of the caseload leaves the engine, and the draw is that of `sample` and `allocate` on the same caseload as a file.',
  group: 'Stages of a run:',
  options: [
    { flags: '--engine <id>', description: 'duckdb, postgres or clickhouse', required: true },
    {
      flags: '--data <what>',
      description: 'a Parquet or CSV file, once for each, or a table, with a row for each case of the caseload',
      required: true,
      repeatable: true,
    },
    { flags: '--at <address>', description: 'the server, or the DuckDB database file' },
    { flags: '--seed <text>', description: 'the seed of the draw', required: true },
    { flags: '--out <dir>', description: 'folder to write into', required: true },
    {
      flags: '--numbers <table>',
      description: 'the table that numbers.csv will be loaded into; equipoise_numbers where absent',
    },
  ],
  examples: [
    'equipoise draw letter --engine duckdb --data caseload.parquet --seed 2015 --out draw',
    'equipoise draw letter --engine postgres --at postgres://reader@warehouse/trials --data caseload --seed 2015 --out draw',
  ],
  async run(reference, { engine, data, at, seed, out, numbers }, progress) {
    const { openTrial } = await import('../open-trial.ts')
    const { drawWithEngine } = await import('../../pipeline/engines/index.ts')
    const { trial } = await openTrial(reference)
    const flags = { engine, data, addresses: at === undefined ? [] : [at] }
    const drawn = await untilInterrupted(signal =>
      drawWithEngine({ trial, seed, out, numbers, signal }, flags, progress),
    )
    return {
      json: drawn,
      text: await drawText(drawn, trial.protocol.arms, out),
      next: `load ${out}/numbers.csv into the table ${numbers ?? 'equipoise_numbers'} there, then run ${out}/joined.sql`,
    }
  },
})

async function drawText(
  { cases, eligible, sampled, exclusions, strata, caseload }: EngineDraw,
  arms: readonly { id: string; title: string }[],
  out: string,
): Promise<string> {
  const { count, textTable } = await import('../../report/index.ts')
  const { outputWidth } = await import('../open-trial.ts')
  const rows = strata.map(({ stratum, eligible: own, sampled: drawn, arms: of }) => [
    ...[stratum, count(own), count(drawn)],
    ...arms.map(({ id }) => count(of[id] ?? 0)),
  ])
  return [
    `${count(eligible)} of ${count(cases)} cases of ${caseload} are eligible; ${count(sampled)} were sampled and allocated.`,
    ...exclusions.map(
      ({ criterion, failed, failedFirst }) => `${criterion}: ${count(failed)} fail it, ${count(failedFirst)} first`,
    ),
    '',
    textTable(
      [
        { title: 'Stratum', align: 'left' as const },
        ...['Eligible', 'Sampled', ...arms.map(({ title }) => title)].map(title => ({
          title,
          align: 'right' as const,
        })),
      ],
      rows,
      outputWidth(),
    ).trimEnd(),
    '',
    `Written: numbers.csv, numbered.sql, joined.sql and draw.json in ${out}.`,
  ].join('\n')
}
