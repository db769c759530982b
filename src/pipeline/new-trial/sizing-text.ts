import { penceToPounds } from '../../core/money.ts'
import { higherRate, type TrialAnswers } from './answers.ts'
import { outcomeIds, treated } from './protocol-text.ts'
import { linkedSizes, spreadOfAmounts } from './template-fields.ts'

const origin = `assumed: true
    reason: Set when this folder was made, without data.`

/** sizing.yaml of a new trial: what is expected of its outcomes, as far as the answers say. */
export function sizingText(answers: TrialAnswers): string {
  const { id, expected } = answers
  const { rate, worth, payment } = expected
  const pounds = (pence: number): string => JSON.stringify(penceToPounds(Math.max(1, Math.round(pence))))
  return `# What is expected of the outcomes: \`equipoise power\`, \`simulate\` and \`boundaries\` reckon with it. Every number here is assumed. Put in
# what like cases did, with a line \`source: where that comes from\` in place of \`assumed\` and \`reason\`.
schema: equipoise/sizing/1
trial: ${id}
outcomes:
  # The share of control cases that will pay, and the least difference from it that is worth finding.
  - outcome: ${outcomeIds.binary}
    rate: ${rate}
    worth: ${worth}
    ${origin}
  # The standard deviation over all cases, most of which pay nothing: that of the share and the amounts below. The least difference in pounds
  # per case that is worth finding: so many more payers, with the mean payment.
  - outcome: ${outcomeIds.money}
    sd: ${pounds(payment * standardDeviation(rate))}
    worth: ${pounds(payment * worth)}
    ${origin}
${clustersText(answers)}
# How outcomes come about, for \`simulate\`. An arm that can reach some of its cases only may have \`stages\`: docs/power.md of Equipoise.
simulation:
  payers: ${outcomeIds.binary}
  amount: ${outcomeIds.money}
  # In each arm: here the least difference that is worth finding is there.
  rate: { ${[answers.control, ...treated(answers).map(arm => arm.id)]
    .map(arm => `${arm}: ${arm === answers.control ? rate : higherRate(expected)}`)
    .join(', ')} }
  # What payers pay in all: the mean, and the standard deviation of the logarithm.
  amounts: { lognormal: { mean: ${pounds(payment)}, sigma: ${spreadOfAmounts} } }
${answers.cluster === null ? '' : `  clusterSizes: [${linkedSizes.join(', ')}]\n`}  assumed: true
  reason: Set when this folder was made, without data.
`
}

/** Of an amount over all cases, beside the mean of payers: sqrt(p exp(sigma^2) - p^2), by the moments of a lognormal distribution. */
const standardDeviation = (rate: number): number => Math.sqrt(rate * Math.exp(spreadOfAmounts ** 2) - rate ** 2)

function clustersText({ cluster }: TrialAnswers): string {
  if (cluster === null) return ''
  const mean = linkedSizes.reduce((sum, share, at) => sum + share * (at + 1), 0)
  const variance = linkedSizes.reduce((sum, share, at) => sum + share * (at + 1 - mean) ** 2, 0)
  return `
# Linked cases, which are alike and tell less than as many single ones.
clusters:
  meanSize: ${mean.toFixed(2)}
  variationOfSizes: ${(Math.sqrt(variance) / mean).toFixed(2)}
  correlation: 0.3
  assumed: true
  reason: Set by the template, without data.
`
}
