import { defineCommand } from './define.ts'

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'read every file of a trial and report every problem',
  description:
    'Reads protocol.yaml, plan.yaml and the other YAML files of a trial, its charts (charts/*.vl.json) and its texts (report/*.md), and reports every problem at once, each with its line.',
  group: 'Trials:',
  options: [],
  examples: ['equipoise check part-payment', 'equipoise check ./trials/mine --json'],
  async run(reference) {
    const { findTrial, isBenchmark } = await import('../../pipeline/trial-folder.ts')
    const { checkTrial } = await import('../../pipeline/check-trial.ts')
    const { textTable } = await import('../../report/index.ts')
    const { outputWidth } = await import('../open-trial.ts')
    const folder = findTrial(reference)
    if (isBenchmark(folder)) return checkOfBenchmark(folder)
    const found = await checkTrial(folder)
    const arms = textTable(
      [
        { title: 'Arm', align: 'left' },
        { title: 'Title', align: 'left' },
        { title: 'Cases', align: 'right' },
      ],
      found.arms.map(({ id, title, control, cases }) => [
        id,
        control ? `${title} (control)` : title,
        cases === null ? (found.sequential ? 'as they arrive' : 'as sampled') : cases.toLocaleString('en-GB'),
      ]),
      outputWidth(),
    )
    const text = [
      `${found.title} (${found.trial}): ${found.kind}, ${found.files.length} files, no problem found.`,
      '',
      arms.trimEnd(),
      '',
      `${found.criteria} criteria of eligibility, ${found.outcomes.length} outcomes, ${found.analyses.length} planned analyses${found.publishedFigures === null ? '' : `, ${found.publishedFigures} published figures`}.`,
      ...(found.assumed.length === 0 ? [] : ['', 'Values that the source does not give:']),
      ...found.assumed.map(({ at, reason }) => `- ${at}: ${reason}`),
    ].join('\n')
    const next = found.sequential
      ? `equipoise open ${reference}`
      : `equipoise run ${reference} --caseload FILE --seed TEXT`
    return { json: found, text, next }
  },
})

async function checkOfBenchmark(folder: string) {
  const { checkBenchmark } = await import('../../pipeline/check-benchmark.ts')
  const { benchmarkText } = await import('../benchmark-text.ts')
  const json = checkBenchmark(folder)
  return { json, text: benchmarkText(json), next: 'equipoise list' }
}
