import { samplingMethod } from '../../design/index.ts'
import { conditionText } from '../../model/condition-text.ts'
import { sideTitle } from '../../model/pooled-arms.ts'
import { type Block, type Inline, literal, longDate, type Text, text } from '../../report/index.ts'
import {
  forAuthor,
  hasFixedCases,
  kindBlocks,
  list,
  outcomeTitle,
  paragraph,
  type RegistrationMaterial,
  sentence,
} from './material.ts'

/** The question, and what is compared to answer it. */
export function questionBlocks({ protocol, plan }: RegistrationMaterial): Block[] {
  const { description } = protocol
  return [
    description === undefined
      ? forAuthor('The question that the trial answers; the protocol has no description.')
      : paragraph(text`${sentence(description)}`),
    ...kindBlocks(protocol),
    paragraph('The comparisons are:'),
    list(
      plan.contrasts.map(
        ({ title, arm, against }) =>
          text`${literal(title)}: ${literal(sideTitle(protocol, arm))} against ${literal(sideTitle(protocol, against))}`,
      ),
    ),
  ]
}

/** What is done with the cases of each arm, and how many they are. */
export function armBlocks({ protocol, results }: RegistrationMaterial): Block[] {
  const fixed = hasFixedCases(protocol)
  return [
    {
      kind: 'table',
      id: 'arms-table',
      caption: text`The ${results.write('cases.arms')} arms of the trial`,
      columns: [
        { title: 'Arm', kind: 'heading' },
        { title: 'What is done', kind: 'text' },
        ...(fixed ? [{ title: 'Cases', kind: 'number' as const }] : []),
      ],
      rows: protocol.arms.map(({ id, title, description, control }): Text[] => [
        text`${literal(title)}${control ? ' (control)' : ''}`,
        description === undefined ? 'Not described in the protocol.' : text`${sentence(description)}`,
        ...(fixed ? [[results.write(`cases.${id}`)]] : []),
      ]),
      notes: [],
    },
  ]
}

/** Which cases may come into the trial, when that is judged, and how the sample is drawn from them. */
export function eligibilityBlocks({ protocol }: RegistrationMaterial): Block[] {
  const { caseload, eligibility, enrolment } = protocol
  const asOf = literal(longDate(caseload.asOf.date))
  const drawn = samplingMethod(protocol).title
  return [
    paragraph('A case may come into the trial where all of this holds:'),
    list(eligibility.map(({ title, rule }) => text`${literal(title)} (rule: ${literal(conditionText(rule))})`)),
    paragraph(
      enrolment === undefined
        ? text`This is judged of the caseload as on ${asOf}. The sample is drawn from the eligible cases: ${sentence(drawn)}`
        : text`Cases arrive one by one from ${asOf} to ${literal(longDate(enrolment.until))}; each is judged on its own day, and allocated at once.`,
    ),
    paragraph('Every case that is not eligible is kept on record with every criterion that it fails.'),
  ]
}

const strategyWords: Readonly<Record<string, string>> = {
  treatment_policy: 'treatment policy: the case counts whether it happens or not',
  hypothetical: 'hypothetical: as if it did not happen',
  composite: 'composite: it is part of the outcome',
  while_on_treatment: 'while on treatment: what comes before it counts',
  principal_stratum: 'principal stratum: among the cases that it would or would not happen to',
}

/** What the trial is to estimate, with what may come between. */
export function estimandBlocks({ protocol, plan }: RegistrationMaterial): Block[] {
  if (plan.estimands.length === 0) return [forAuthor('What is estimated: the plan declares no estimand.')]
  return plan.estimands.flatMap(({ outcome, population, treatments, summaryMeasure, intercurrentEvents }): Block[] => [
    { kind: 'heading', text: text`${literal(outcomeTitle(protocol, outcome))}` },
    list([
      labelled('Population', sentence(population)),
      labelled('Treatments', sentence(treatments)),
      labelled('Outcome', sentence(outcomeTitle(protocol, outcome))),
      labelled('Summary measure', sentence(summaryMeasure)),
    ]),
    ...(intercurrentEvents.length === 0
      ? [paragraph('No event after the allocation is declared that bears on the outcome or its meaning.')]
      : [
          paragraph('What may happen after the allocation, and how it is taken:'),
          list(
            intercurrentEvents.map(({ title, strategy, how }) =>
              labelled(literal(title), text`${literal(strategyWords[strategy] ?? strategy)}. ${sentence(how)}`),
            ),
          ),
        ]),
  ])
}

export const labelled = (label: string | Inline, words: Text | Inline): Text => [
  { kind: 'strong', text: text`${label}:` },
  ...text` ${words}`,
]
