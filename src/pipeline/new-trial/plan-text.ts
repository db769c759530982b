import type { OutcomeType, TrialAnswers } from './answers.ts'
import { outcomeIds, outcomeTitles, quoted, treated } from './protocol-text.ts'

/** Methods of the template by type of outcome: where cases are allocated singly, and with linked cases together. */
const differences = {
  binary: { single: 'newcombe-difference', linked: 'cluster-robust-difference-in-proportions' },
  money: { single: 'difference-in-means-welch', linked: 'cluster-robust-difference-in-means' },
} as const
const inEachArm = {
  binary: { single: 'wilson-interval', linked: 'cluster-robust-proportion-interval' },
  money: { single: 'mean-interval-t', linked: 'cluster-robust-mean-interval' },
} as const

const measures = {
  binary: 'Difference in the proportion of cases with a payment in the follow-up window',
  money: 'Difference in mean pounds paid per case in the follow-up window',
} as const

/** plan.yaml of a new trial. */
export function planText(answers: TrialAnswers): string {
  const { type } = answers.outcome
  const other: OutcomeType = type === 'binary' ? 'money' : 'binary'
  const titles = outcomeTitles(answers)
  const control = answers.arms.find(({ id }) => id === answers.control)?.title ?? ''
  const treatments = [...treated(answers).map(({ title }) => title), control].join(', ')
  return `# The analyses that are promised, before anybody has seen results. A later change needs an entry under \`deviations\`.
schema: equipoise/plan/1
trial: ${answers.id}
# Every allocated case, in the arm that it was allocated to.
analysisSet: all_allocated
alpha: 0.05
confidenceLevel: 0.95
power: 0.8

# Which arms are compared.
contrasts:
${treated(answers)
  .map(
    ({ id, title }) =>
      `  - { id: ${contrastId(id, answers)}, title: ${quoted(`${title} minus ${control}`)}, arm: ${id}, against: ${answers.control} }`,
  )
  .join('\n')}

# What the trial is to estimate, and how it takes what may happen after the allocation.
estimands:
  - id: primary
    population: Cases that meet the criteria of eligibility
    treatments: ${quoted(treatments)}
    outcome: ${outcomeIds[type]}
    intercurrentEvents:
      - title: Case taken out by withdrawal, death or a welfare concern
        event: { field: kind, is: stop }
        strategy: treatment_policy
        how: The case counts with what it paid, before and after
    summaryMeasure: ${measures[type]}

# Each analysis is one method on one outcome. The methods are in docs/trial-files.md of Equipoise.
analyses:
${analysisText(differenceId(type), `${titles[type]}: difference between arms`, type, differences, 'primary', answers)}
${analysisText(differenceId(other), `${titles[other]}: difference between arms`, other, differences, 'secondary', answers)}
${(['binary', 'money'] as const)
  .map(each => analysisText(`${outcomeIds[each]}_by_arm`, titles[each], each, inEachArm, 'secondary', answers))
  .join('\n')}
  # The same difference, judged by drawing the allocation again: it takes nothing for granted but the draw.
  - id: ${outcomeIds[type]}_redrawn
    title: ${quoted(`${titles[type]}: difference between arms, by drawing the allocation again`)}
    outcome: ${outcomeIds[type]}
    method: randomisation-contrasts
    estimand: primary
    role: sensitivity
${familyText(answers)}${economicsText(answers)}`
}

const contrastId = (arm: string, { control }: TrialAnswers): string => `${arm}_vs_${control}`
const differenceId = (type: OutcomeType): string => `${outcomeIds[type]}_difference`

function analysisText(
  id: string,
  title: string,
  type: OutcomeType,
  methods: typeof differences | typeof inEachArm,
  role: string,
  { cluster }: TrialAnswers,
): string {
  return `  - id: ${id}
    title: ${quoted(title)}
    outcome: ${outcomeIds[type]}
    method: ${methods[type][cluster === null ? 'single' : 'linked']}${role === 'primary' ? '\n    estimand: primary' : ''}
    role: ${role}`
}

/** Several comparisons with the control are judged together. */
function familyText(answers: TrialAnswers): string {
  if (treated(answers).length < 2) return ''
  return `
# P values that are adjusted together, as there are several comparisons with the control.
families:
  - id: with_control
    title: Each arm with the control
    method: holm
    members:
      - { analysis: ${differenceId(answers.outcome.type)} }
`
}

function economicsText({ arms }: TrialAnswers): string {
  if (arms.every(({ cost }) => cost === null)) return ''
  return `
# What the costs of the arms are set against.
economics:
  outcome: ${outcomeIds.money}
  events: ${outcomeIds.binary}
  analysis: ${differenceId('money')}
  eventsAnalysis: ${differenceId('binary')}
`
}
