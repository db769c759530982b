import type { CommandResult } from '../output.ts'
import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  out?: string
  compare?: string
  coding?: string
  development?: boolean
}

export const redcapCommand = defineCommand<Options>({
  name: 'redcap',
  summary: 'write an allocation table for REDCap, or compare its records with the run',
  description:
    "Writes the allocation of a run as a CSV table for the upload of REDCap's randomisation module, with the choices that its fields must have; or compares an export of records with the allocation and names every mismatch (exit code 1 where there is one).",
  group: 'Concealment:',
  options: [
    { flags: '--out <file>', description: 'new CSV file for the allocation table' },
    { flags: '--compare <file>', description: 'export of records (CSV, raw values) to be compared with the run' },
    {
      flags: '--coding <file>',
      description:
        'YAML file with field names and codes of the project (default: arms 1, 2, 3, …; strata by their levels)',
    },
    {
      flags: '--development',
      description: 'a table to try the project with, which tells nothing of the allocation but its counts',
    },
    runOption,
  ],
  examples: [
    'equipoise redcap part-payment --out production.csv',
    'equipoise redcap part-payment --development --out development.csv',
    'equipoise redcap part-payment --compare records.csv --coding redcap.yaml',
  ],
  async run(reference, options, progress): Promise<CommandResult> {
    const { TrialError } = await import('../../core/errors.ts')
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { redcapTaskUnclear } = await import('../../pipeline/redcap/issues.ts')
    const { redcapComparisonText, redcapTableText } = await import('../redcap-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { out, compare: file, coding, development } = options
    if (out !== undefined && file === undefined) {
      const { writeRedcapTable } = await import('../../pipeline/redcap/allocation-table.ts')
      const table = await writeRedcapTable({ trial, run, out, coding, development }, progress)
      return {
        json: table,
        text: redcapTableText(table),
        next: `upload it, then compare the records: equipoise redcap ${reference} --compare FILE${runFlag(trial, run)}`,
      }
    }
    if (file === undefined || out !== undefined) throw new TrialError([redcapTaskUnclear()])
    const { compareRedcapRecords } = await import('../../pipeline/redcap/compare-records.ts')
    const comparison = await compareRedcapRecords({ trial, run, file, coding }, progress)
    return {
      json: comparison,
      text: redcapComparisonText(comparison),
      exitCode: comparison.mismatches.length === 0 ? 0 : 1,
    }
  },
})
