import type { ListedBenchmark, ListedTrial } from '../../pipeline/list-trials.ts'
import { defineCommand } from './define.ts'

export const listCommand = defineCommand<object>({
  name: 'list',
  summary: 'list the trials and benchmarks that can be named, with question, arms, size, cost and power',
  description:
    'Lists the trials of ./trials and those that come with equipoise: what each asks, its arms, how many cases it plans, what its arms cost, and its power for what its sizing.yaml says is worth finding. Then the benchmarks, which have a price and no arms.',
  group: 'Trials:',
  withoutTrial: true,
  options: [],
  examples: ['equipoise list', 'equipoise list --json'],
  async run() {
    const { listTrials } = await import('../../pipeline/list-trials.ts')
    const list = await listTrials()
    const parts = await Promise.all([...list.trials.map(trialText), ...list.benchmarks.map(benchmarkText)])
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
  const { count, decimalText, penceAsPounds } = await import('../../report/index.ts')
  const worth = (pence: number, unit: 'share' | 'pence'): string =>
    unit === 'pence' ? penceAsPounds(pence) : `${decimalText(100 * pence, 2)} percentage points`
  return entryText(`${trial}: ${title} (${kind})`, [
    ...(question === null ? [] : [question.trim()]),
    `Arms: ${arms.map(arm => arm.title).join('; ')}`,
    `Cases: ${cases === null ? 'not fixed' : count(cases)}${cost === null ? '' : `; the arms cost ${penceAsPounds(cost)}`}`,
    power === null
      ? 'Power: no sizing.yaml says what is worth finding'
      : `Power: ${decimalText(100 * power.power, 0)}% for ${worth(power.worth, power.unit)} (${power.outcome}, ${power.contrast})`,
  ])
}

async function benchmarkText({ benchmark, title, about, kind, debts, price }: ListedBenchmark): Promise<string> {
  const { priceText } = await import('../benchmark-text.ts')
  return entryText(`${benchmark}: ${title} (${kind})`, [
    ...(about === null ? [] : [about.trim()]),
    `Debts: ${debts}`,
    `Price: ${price === null ? 'none is printed' : priceText(price)}`,
    'No arms: it is never an arm of a trial',
  ])
}

async function entryText(name: string, lines: readonly string[]): Promise<string> {
  const { wrapCharacters } = await import('../../report/index.ts')
  const { outputWidth } = await import('../open-trial.ts')
  const wrapped = lines.flatMap(line => wrapCharacters(line, outputWidth() - indent.length))
  return [name, ...wrapped.map(line => `${indent}${line}`)].join('\n')
}
