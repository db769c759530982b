import { defineCommand } from './define.ts'

interface Options {
  dialect: string
  table: string
  rowLevel?: boolean
  out?: string
}

export const sqlCommand = defineCommand<Options>({
  name: 'sql',
  summary: 'print the statements that summarise a table where it is, for any warehouse',
  description:
    'Prints the SQL that counts and sums the cases of a table by the plan of the trial, so that rows never leave the warehouse. The table has the columns of 06-analysis-set.csv. Run each statement, save what it answers as CSV beside it, and give the folder to `analyse --summaries`. Statements for Athena and Databricks are not tested against the product.',
  group: 'Stages of a run:',
  options: [
    {
      flags: '--dialect <id>',
      description: 'athena, databricks, duckdb, postgres, clickhouse or clickhouse18',
      required: true,
    },
    {
      flags: '--table <name>',
      description: 'the table or view as SQL names it, as trial.analysis_set',
      required: true,
    },
    {
      flags: '--row-level',
      description: 'also ask for values of single clusters, which some methods read and which must not leave',
    },
    { flags: '--out <dir>', description: 'write each statement into a file of this folder, with their list' },
  ],
  examples: [
    'equipoise sql part-payment --dialect athena --table trial.analysis_set --out queries',
    'equipoise sql part-payment --dialect databricks --table main.trial.analysis_set | less',
    'equipoise analyse part-payment --summaries queries',
  ],
  async run(reference, { dialect, table, rowLevel = false, out }) {
    const { openTrial } = await import('../open-trial.ts')
    const { knownDialect } = await import('../../pipeline/engines/open-engine.ts')
    const { writeStatements, writtenStatements } = await import('../../pipeline/engines/answer-files.ts')
    const { trial } = await openTrial(reference)
    const written = writtenStatements(trial, knownDialect(dialect), { table, isRowLevel: rowLevel })
    if (out === undefined) {
      const texts = written.statements.map(({ title, file, sql }) => `-- ${file}: ${title}\n${sql};\n`)
      return { json: { ...written }, text: texts.join('\n') }
    }
    const files = writeStatements(out, written)
    return {
      json: { ...written },
      text: [
        ...files.map(file => `Written: ${file}`),
        ...(written.isTested ? [] : ['These statements were not tested against the product.']),
      ].join('\n'),
      next: `run each .sql of ${out}, save its answer with its header as .csv under the same name, then equipoise analyse ${reference} --summaries ${out}`,
    }
  },
})
