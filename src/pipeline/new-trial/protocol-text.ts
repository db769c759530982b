import type { TrialAnswers } from './answers.ts'
import { arrearsField, caseColumn, lastPaymentField } from './template-fields.ts'

/** Words as YAML takes them whatever they hold. */
export const quoted = (words: string): string => JSON.stringify(words)

/** The arms in which something is done. */
export const treated = ({ arms, control }: TrialAnswers): TrialAnswers['arms'] =>
  arms.filter(({ id }) => id !== control)

/** Ids of the outcomes of the template, by type. */
export const outcomeIds = { binary: 'paid', money: 'amount' } as const

/** Titles of the outcomes: the primary one as answered. */
export const outcomeTitles = ({ outcome }: TrialAnswers): Record<'binary' | 'money', string> => ({
  binary: 'Cases with a payment',
  money: 'Amount paid',
  [outcome.type]: outcome.title,
})

/** protocol.yaml of a new trial. */
export function protocolText(answers: TrialAnswers): string {
  const { id, title, asOf, firstDay, lastDay } = answers
  const titles = outcomeTitles(answers)
  return `# What is promised before the data. \`equipoise check\` tells what does not fit; an editor knows the fields by the line above.
schema: equipoise/protocol/1
id: ${id}
title: ${quoted(title)}
# The question that the trial answers, in one or two sentences:
# description: Does … bring in more arrears than …, among …?
kind: trial
timeZone: Europe/London

# The groups. Exactly one is the control, with which the others are compared.
arms:
${answers.arms.map(arm => armText(arm, arm.id === answers.control)).join('\n')}

# The columns that the file of cases must have; others are ignored. \`baseline\`: the field is kept with each case of the trial.
caseload:
  caseId: ${caseColumn}
  # The day on which eligibility is judged.
  asOf: { date: ${quoted(asOf)} }
  fields:
    - { id: ${arrearsField}, title: Arrears, type: money, baseline: true }
    - { id: ${lastPaymentField}, title: Date of the last payment, type: date, optional: true }
${clusterField(answers)}
# Every rule must hold for a case to come into the trial.
eligibility:
  - id: in_arrears
    title: Arrears of £50 or more
    rule: { field: ${arrearsField}, atLeast: "50" }
  - id: no_recent_payment
    title: No payment in the last three months
    rule: { not: { field: ${lastPaymentField}, withinLast: { months: 3 } } }

# Baseline categories within which the arms are kept alike; an empty list for none.
strata: []
${clustersText(answers)}
# Cases of each arm, drawn from the eligible ones. Other ways to allocate are in docs/trial-files.md of Equipoise.
allocation:
  method: fixed-counts
  targets:
    all: { ${answers.arms.map(arm => `${arm.id}: ${arm.cases}`).join(', ')} }

# What may be recorded of a case.
process:
  events:
    - kind: contact
      title: Done what the arm provides
      arms: [${treated(answers)
        .map(arm => arm.id)
        .join(', ')}]
    - kind: payment
      title: Payment
      amount: required
    - kind: complaint
      title: Complaint
      harm: true
    - kind: stop
      title: Case taken out by withdrawal, death or a welfare concern

# What is measured on a case, made from its events.
outcomes:
  - id: ${outcomeIds.binary}
    title: ${quoted(titles.binary)}
    type: binary
    when: { field: kind, is: payment }
  - id: ${outcomeIds.money}
    title: ${quoted(titles.money)}
    type: money
    sumOf: { field: kind, is: payment }

# The first and the last day on which an event counts.
followUp: { from: ${quoted(firstDay)}, to: ${quoted(lastDay)} }
${costsText(answers)}`
}

const armText = ({ id, title }: { id: string; title: string }, isControl: boolean): string => `  - id: ${id}
    title: ${quoted(title)}
    # description: What is done with these cases, by whom, and when.${isControl ? '\n    control: true' : ''}`

const clusterField = ({ cluster }: TrialAnswers): string =>
  cluster === null ? '' : `    - { id: ${cluster}, title: What linked cases share, type: text }\n`

const clustersText = ({ cluster }: TrialAnswers): string =>
  cluster === null
    ? '# Linked cases that must stay in one arm, as those of one person:\n# clusters: { field: debtor_id, title: Cases of one person }\n'
    : `# Linked cases stay in one arm.\nclusters: { field: ${cluster}, title: Linked cases }\n`

function costsText({ arms }: TrialAnswers): string {
  const costly = arms.filter(({ cost }) => cost !== null)
  if (costly.length === 0)
    return `
# What each case of an arm costs, in pounds, which the economics need:
# costs:
#   - { id: printing, title: Printing and postage, arm: ${arms[0]?.id ?? ''}, kind: per_case, amount: "1.20" }
`
  const lines = costly.map(
    ({ id, title, cost }) =>
      `  - { id: ${id}, title: ${quoted(`${title}, for each case`)}, arm: ${id}, kind: per_case, amount: ${quoted(cost ?? '')} }`,
  )
  return `
# What each case of an arm costs, in pounds.
costs:
${lines.join('\n')}
`
}
