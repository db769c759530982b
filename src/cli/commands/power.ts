import { defineCommand } from './define.ts'

interface Options {
  outcome?: string
  rate?: string
  sd?: string
  worth?: string
  cases?: string
  out?: string
}

export const powerCommand = defineCommand<Options>({
  name: 'power',
  summary: 'say what the sizes of a trial can find, before a case is called',
  description:
    'For every contrast of the plan: the least difference that is found with the power of the plan, how wide its interval will be, the power for the difference that is worth finding and the cases it takes; and whether the trial can tell an arm that brings nothing from one that pays for itself. Power of shares is exact, which matters where events are rare. What is expected of the outcomes stands in sizing.yaml of the trial, or is given here for one outcome.',
  group: 'Trials:',
  options: [
    { flags: '--outcome <id>', description: 'outcome to tell of, in place of those of sizing.yaml' },
    { flags: '--rate <share>', description: 'share of control cases that will have it, as 0.0103' },
    { flags: '--sd <pounds>', description: 'standard deviation of an amount over the cases' },
    { flags: '--worth <difference>', description: 'least difference worth finding: a share, or pounds per case' },
    { flags: '--cases <n>', description: 'cases of each arm, where the protocol does not fix them' },
    { flags: '--out <dir>', description: 'folder for the tables as CSV and the charts of each outcome' },
  ],
  examples: [
    'equipoise power part-payment',
    'equipoise power part-payment --outcome paid --rate 0.02 --worth 0.005',
    'equipoise power missed-payment-72h --outcome paid --rate 0.4 --worth 0.05 --cases 1500',
    'equipoise power part-payment --out power',
    'equipoise power part-payment --json',
  ],
  async run(reference, flags) {
    const { openTrial } = await import('../open-trial.ts')
    const { powerOfTrial, writePower } = await import('../../pipeline/power/index.ts')
    const { sizingOf } = await import('../../pipeline/power/read-sizing.ts')
    const { powerText } = await import('../power-text.ts')
    const { hasFile } = await import('../../pipeline/trial-folder.ts')
    const { trial } = await openTrial(reference, undefined)
    const { outcome, rate, sd, worth, cases, out } = flags
    const sizing = sizingOf(trial, { outcome, rate, sd, worth, cases })
    const power = powerOfTrial({ ...trial, sizing })
    const files = out === undefined ? [] : await writePower(power, out)
    return {
      json: out === undefined ? power : { ...power, files },
      text: [powerText(power), ...(out === undefined ? [] : ['', `Written to ${out}: ${files.join(', ')}.`])].join(
        '\n',
      ),
      next: hasFile(trial.folder, 'sizing')
        ? `equipoise simulate ${reference}`
        : `write what is expected into ${trial.folder}/sizing.yaml, with where it comes from`,
    }
  },
})
