import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  out: string
  pseudonymise: string
}

export const exportAnalysisSetCommand = defineCommand<Options>({
  name: 'export-analysis-set',
  summary: 'write the analysis set without identifiers, with its dictionary and import scripts',
  description:
    'Writes 06-analysis-set.csv with pseudonyms (HMAC-SHA-256) in place of case ids and cluster names, a dictionary of its columns, and scripts that read it into R and Python with the right types, into another folder. Baseline fields of free text are left out. The same key gives the same pseudonyms, so exports can be joined; whoever holds it can find a case again, so keep it where the caseload is.',
  group: 'Stages of a run:',
  options: [
    runOption,
    { flags: '--out <dir>', description: 'folder to write into; not the run folder', required: true },
    {
      flags: '--pseudonymise <keyfile>',
      description: 'file of the key, as `equipoise keys --pseudonym` makes it',
      required: true,
    },
  ],
  examples: [
    'equipoise export-analysis-set part-payment --out shared --pseudonymise pseudonyms.key',
    'equipoise export-analysis-set part-payment --run runs/mine --out shared --pseudonymise pseudonyms.key --json',
  ],
  async run(reference, { run: folder, out, pseudonymise }) {
    const { join } = await import('node:path')
    const { openTrial } = await import('../open-trial.ts')
    const { exportAnalysisSet } = await import('../../pipeline/export-analysis-set.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, folder)
    const exported = await exportAnalysisSet(trial, run, { out, keyFile: pseudonymise })
    const left = exported.leftOut.length === 0 ? '' : ` Left out, as free text: ${exported.leftOut.join(', ')}.`
    return {
      json: { ...exported },
      text: [
        ...noticeLines(exported.notice),
        `Wrote ${exported.cases.toLocaleString('en-GB')} cases under pseudonyms to ${out}.${left}`,
        'Small groups can still tell of a case: look before you send.',
      ].join('\n'),
      next: `Rscript ${join(out, '06-import.R')}, or python3 ${join(out, '06-import.py')}`,
    }
  },
})
