import { defineCommand, runOption } from './define.ts'

interface Options {
  case: string
  at?: string
  run?: string
}

export const caseCommand = defineCommand<Options>({
  name: 'case',
  summary: 'show what is recorded of a case, and what may be next',
  description:
    'Shows the events of a case in the order of recording, those too that were corrected or voided, and the kinds of event that the protocol allows next. On a sealed run the arm is not shown: to show it is to unblind the case, on record.',
  group: 'Stages of a run:',
  options: [
    { flags: '--case <id>', description: 'the case', required: true },
    { flags: '--at <time>', description: 'what may be recorded of this date or instant (default: now)' },
    runOption,
  ],
  examples: ['equipoise case part-payment --case C00001234', 'equipoise case part-payment --case C00001234 --json'],
  async run(reference, { case: id, at, run: folder }) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { caseHistoryOfRun } = await import('../../pipeline/recording/case-history.ts')
    const { caseText } = await import('../case-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const history = await caseHistoryOfRun({ trial, run, case: id, at, clock: () => new Date() })
    return {
      json: history,
      text: caseText(trial.protocol, history),
      next: `equipoise record ${reference}${runFlag(trial, run)} --case ${id} --kind KIND --by ROLE`,
    }
  },
})
