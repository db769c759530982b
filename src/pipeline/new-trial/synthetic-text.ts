import { daysOf } from '../../core/civil-date.ts'
import type { TrialAnswers } from './answers.ts'
import { treated } from './protocol-text.ts'
import { arrearsField, lastPaymentField } from './template-fields.ts'

const shareWithoutEffect = 10
const shareWithEffect = 13

/** synthetic.yaml of a new trial: made-up cases and payments, by which it can be tried before there are real ones. */
export function syntheticText(answers: TrialAnswers): string {
  const { id, control, arms, cluster, firstDay, lastDay } = answers
  const longestWait = Math.min(7, daysOf(lastDay) - daysOf(firstDay) + 1)
  const weights = (weight: number): string =>
    `{ ${treated(answers)
      .map(arm => `${arm.id}: ${weight}`)
      .join(', ')} }`
  const payers = arms.map(
    arm => `      ${arm.id}: { cases: ${arm.id === control ? shareWithoutEffect : shareWithEffect}, of: 100 }`,
  )
  return `# How made-up cases and events are drawn, to try the trial with. Every number here is invented: put in what you know.
schema: equipoise/synthetic/1
trial: ${id}
caseload:
  notice: These cases are made up, to try the trial with. What is found in them says nothing about real cases.
  ids: { prefix: synthetic-, digits: 8 }
${cluster === null ? '' : `  groups: { field: ${cluster}, ids: { prefix: P, digits: 8 }, sizes: [0.85, 0.12, 0.03] }\n`}  fields:
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
  # Who pays: in the control without, elsewhere with an effect.
  ordinary:
    kind: payment
    by: payment_system
    fields: {}
    payers:
${payers.join('\n')}
    amount: { median: "60", sigma: 1, from: "1", to: "5000" }
    payments: [0.7, 0.3]
    everyDays: 30
`
}
