import { daysOf } from '../../core/civil-date.ts'
import { penceToPounds } from '../../core/money.ts'
import { higherRate, type TrialAnswers } from './answers.ts'
import { treated } from './protocol-text.ts'
import { arrearsField, lastPaymentField, linkedSizes, spreadOfAmounts } from './template-fields.ts'

/** Shares of payers with one payment and with two. */
const payments = [0.7, 0.3]
/** Rates are read with so many parts. */
const parts = 10_000

/** synthetic.yaml of a new trial: made-up cases and payments, by which it can be tried before there are real ones. */
export function syntheticText(answers: TrialAnswers): string {
  const { id, control, arms, cluster, firstDay, lastDay, expected } = answers
  const longestWait = Math.min(7, daysOf(lastDay) - daysOf(firstDay) + 1)
  const weights = (weight: number): string =>
    `{ ${treated(answers)
      .map(arm => `${arm.id}: ${weight}`)
      .join(', ')} }`
  const payers = arms.map(arm => {
    const share = arm.id === control ? expected.rate : higherRate(expected)
    return `      ${arm.id}: { cases: ${Math.round(parts * share)}, of: ${parts} }`
  })
  const meanPayments = payments.reduce((sum, share, at) => sum + share * (at + 1), 0)
  /** Pence, of each payment: the mean of a lognormal distribution is its median times exp(sigma^2 / 2). */
  const median = Math.round(expected.payment / meanPayments / Math.exp(spreadOfAmounts ** 2 / 2))
  return `# How made-up cases and events are drawn, to try the trial with. Every number here is invented: put in what you know.
schema: equipoise/synthetic/1
trial: ${id}
caseload:
  notice: These cases are made up, to try the trial with. What is found in them says nothing about real cases.
  ids: { prefix: synthetic-, digits: 8 }
${cluster === null ? '' : `  groups: { field: ${cluster}, ids: { prefix: P, digits: 8 }, sizes: [${linkedSizes.join(', ')}] }\n`}  fields:
    - field: ${arrearsField}
      draw: { lognormal: { median: "500", sigma: 1.2, from: "1", to: "50000" } }
    - field: ${lastPaymentField}
      draw:
        mixture:
          - { share: 0.3, draw: { missing: true } }
          - { share: 0.15, draw: { daysBefore: { from: 0, to: 91 } } }
          - { share: 0.55, draw: { daysBefore: { from: 93, to: 1500 } } }

outcomes:
  arrears: ${arrearsField}
  by: case_worker
  workingHours: { from: 9, to: 17 }
  balance: { unchanged: 1, share: { from: 1, to: 1 } }
  partSettlement: { atLeast: "1", shareOfBalance: { from: 0.2, to: 0.8 } }
  fullSettlement: { atLeast: "1" }
  steps:
    contacted: { kind: contact, wait: { days: { from: 1, to: ${longestWait} } } }
    complains: { kind: complaint, wait: { minutes: { from: 5, to: 240 } } }
  # What is done with the cases of an arm, with weights; a control case is left alone.
  courses:
    - id: done
      title: Done what the arm provides
      cases: ${weights(98)}
      balance: { from: "0.01" }
      steps: [contacted]
    - id: complained
      title: Done, and a complaint about it
      cases: ${weights(2)}
      balance: { from: "0.01" }
      steps: [contacted, complains]
  # Who pays: in the control without, elsewhere with an effect; as sizing.yaml expects.
  ordinary:
    kind: payment
    by: payment_system
    fields: {}
    payers:
${payers.join('\n')}
    amount: { median: "${penceToPounds(median)}", sigma: ${spreadOfAmounts}, from: "0.01", to: "${penceToPounds(80 * median)}" }
    payments: [${payments.join(', ')}]
    everyDays: 30
`
}
