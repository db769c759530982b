import { defineCommand, runOption } from './define.ts'

interface Options {
  out: string
  run?: string
}

export const exportRegisterCommand = defineCommand<Options>({
  name: 'export-register',
  summary: 'write the register of trials with the cases of this run, for the next trial',
  description:
    'Writes the register that the next trial is drawn with: what it held when this run was drawn, and a row for every sampled case, from the day on which eligibility was judged to the end of the follow-up. It tells no arm.',
  group: 'Stages of a run:',
  options: [{ flags: '--out <file>', description: 'a new file ending in .csv', required: true }, runOption],
  examples: [
    'equipoise export-register part-payment --out register.csv',
    'equipoise export-register part-payment --run runs/mine --out register-2.csv --json',
  ],
  async run(reference, { out, run: folder }) {
    const { openTrial } = await import('../open-trial.ts')
    const { exportRegister } = await import('../../pipeline/export-register.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, folder)
    const exported = await exportRegister(trial, run, { out })
    const [cases, before] = [exported.cases, exported.before].map(each => each.toLocaleString('en-GB'))
    return {
      json: { ...exported },
      text: [
        ...noticeLines(exported.notice),
        `Wrote ${cases} cases of ${exported.trial} to ${out}${exported.before === 0 ? '' : `, after the ${before} rows that the register had`}.`,
        'It holds the ids of cases: keep it where the caseload is.',
      ].join('\n'),
      next: `equipoise sample TRIAL --caseload FILE --register ${out} --seed TEXT`,
    }
  },
})
