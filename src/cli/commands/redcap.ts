import type { CommandResult } from '../output.ts'
import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  out?: string
  table?: string
  compare?: string
  coding?: string
  development?: boolean
}

export const redcapCommand = defineCommand<Options>({
  name: 'redcap',
  summary: 'write an allocation table for REDCap, or compare what it holds with the run',
  description:
    "Writes the allocation of a run as a CSV table for the upload of REDCap's randomisation module, with the choices that its fields must have; or reads back the table that REDCap holds, or an export of its records, and names everything in which it is not the allocation (exit code 1 where there is anything).",
  group: 'Concealment:',
  options: [
    { flags: '--out <file>', description: 'new CSV file for the allocation table' },
    { flags: '--table <file>', description: 'allocation table as REDCap gives it back, to be compared with the run' },
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
    'equipoise redcap part-payment --table downloaded.csv',
    'equipoise redcap part-payment --compare records.csv --coding redcap.yaml',
  ],
  async run(reference, options, progress): Promise<CommandResult> {
    const { TrialError } = await import('../../core/errors.ts')
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { redcapTaskUnclear } = await import('../../pipeline/redcap/issues.ts')
    const { redcapComparisonText, redcapTableText, tableComparisonText } = await import('../redcap-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { out, table: downloaded, compare: file, coding, development } = options
    if ([out, downloaded, file].filter(given => given !== undefined).length !== 1) {
      throw new TrialError([redcapTaskUnclear()])
    }
    if (out !== undefined) {
      const { writeRedcapTable } = await import('../../pipeline/redcap/allocation-table.ts')
      const table = await writeRedcapTable({ trial, run, out, coding, development }, progress)
      return {
        json: table,
        text: redcapTableText(table),
        next: `upload it, download it again, and compare: equipoise redcap ${reference} --table FILE${runFlag(trial, run)}`,
      }
    }
    if (downloaded !== undefined) {
      const { compareRedcapTable } = await import('../../pipeline/redcap/compare-table.ts')
      const comparison = await compareRedcapTable({ trial, run, file: downloaded, coding }, progress)
      return {
        json: comparison,
        text: tableComparisonText(comparison),
        exitCode: comparison.differences.length === 0 ? 0 : 1,
      }
    }
    const { compareRedcapRecords } = await import('../../pipeline/redcap/compare-records.ts')
    const comparison = await compareRedcapRecords({ trial, run, file: file ?? '', coding }, progress)
    return {
      json: comparison,
      text: redcapComparisonText(comparison),
      exitCode: comparison.mismatches.length === 0 ? 0 : 1,
    }
  },
})
