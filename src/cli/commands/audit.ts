import { defineCommand } from './define.ts'

interface Options {
  out?: string
}

export const auditCommand = defineCommand<Options>({
  name: 'audit',
  summary: 'check the printed numbers of any report against each other',
  description:
    'Checks the statements that a report makes with its printed numbers (percentages, sums, shares, intervals, tests, P values, means and standard deviations) against each other, over everything that their rounding allows. Takes a YAML file of the printed numbers and needs no trial. Exit code 1 where a statement is inconsistent.',
  group: 'Published reports:',
  argument: {
    name: 'file',
    description: 'an audit file (docs/audit.md): a path, or the name of one that comes with equipoise, as part-payment',
  },
  options: [{ flags: '--out <dir>', description: 'folder for the audit as HTML, Markdown and JSON' }],
  examples: [
    'equipoise audit part-payment',
    'equipoise audit ./my-report.yaml --out out/audit',
    'equipoise audit worked-example --json',
  ],
  async run(reference, { out }) {
    const { auditRun } = await import('../../pipeline/audit/audit-run.ts')
    const { auditTable, plainText, tableText, totalsText } = await import('../../report/index.ts')
    const { outputWidth } = await import('../open-trial.ts')
    const { audit, files } = await auditRun(reference, out)
    const text = [
      `${audit.document.title}: ${plainText(totalsText(audit))}`,
      '',
      tableText(auditTable(audit), outputWidth()),
      ...(files === null ? [] : ['', `The audit is ${files.html} (and ${files.markdown}, ${files.json}).`]),
    ].join('\n')
    return {
      json: { ...audit, files },
      text,
      next:
        files === null
          ? `equipoise audit ${reference} --out out/audit, or docs/audit.md on what each check does`
          : `open ${files.html} in a browser`,
      exitCode: audit.totals.inconsistent === 0 ? 0 : 1,
    }
  },
})
