import type { ListedTrial } from '../../pipeline/list-trials.ts'
import { defineCommand } from './define.ts'

export const listCommand = defineCommand<object>({
  name: 'list',
  summary: 'list the trials that can be named, with question, arms, size, cost and power',
  description:
    'Lists the trials of ./trials and those that come with equipoise: what each asks, its arms, how many cases it plans, what its arms cost, and its power for what its sizing.yaml says is worth finding.',
  group: 'Trials:',
  withoutTrial: true,
  options: [],
  examples: ['equipoise list', 'equipoise list --json'],
  async run() {
    const { listTrials } = await import('../../pipeline/list-trials.ts')
    const list = await listTrials()
    const parts = await Promise.all(list.trials.map(trialText))
    const unreadable = list.unreadable.map(({ trial, problem }) => `${trial}: cannot be read. ${problem}`)
    return {
      json: list,
      text: [...parts, ...unreadable].join('\n\n'),
      next: 'equipoise check TRIAL, or equipoise init FOLDER --from TRIAL',
    }
  },
})

const indent = '  '

async function trialText({ trial, title, question, kind, arms, cases, cost, power }: ListedTrial): Promise<string> {
  const { count, decimalText, penceAsPounds, wrapCharacters } = await import('../../report/index.ts')
  const { outputWidth } = await import('../open-trial.ts')
  const worth = (pence: number, unit: 'share' | 'pence'): string =>
    unit === 'pence' ? penceAsPounds(pence) : `${decimalText(100 * pence, 2)} percentage points`
  const lines = [
    ...(question === null ? [] : [question.trim()]),
    `Arms: ${arms.map(arm => arm.title).join('; ')}`,
    `Cases: ${cases === null ? 'not fixed' : count(cases)}${cost === null ? '' : `; the arms cost ${penceAsPounds(cost)}`}`,
    power === null
      ? 'Power: no sizing.yaml says what is worth finding'
      : `Power: ${decimalText(100 * power.power, 0)}% for ${worth(power.worth, power.unit)} (${power.outcome}, ${power.contrast})`,
  ]
  return [
    `${trial}: ${title} (${kind})`,
    ...lines.flatMap(line => wrapCharacters(line, outputWidth() - indent.length).map(part => `${indent}${part}`)),
  ].join('\n')
}
