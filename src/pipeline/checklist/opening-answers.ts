import { literal, text } from '../../report/index.ts'
import { artefacts } from '../run-folder.ts'
import { type Answering, answered, forAuthor, later, listed, partly } from './answer.ts'

/** Title, open science and introduction: items 1 to 8. */
export const openingAnswers = {
  '1a': ({ protocol }) =>
    /randomi[sz]ed/i.test(protocol.title)
      ? answered(literal(protocol.title), 'protocol.yaml: title')
      : partly(
          literal(protocol.title),
          'The title does not say that it is a randomised trial.',
          'protocol.yaml: title',
        ),
  '1b': ({ run }) =>
    run?.analysed
      ? answered('The report begins with a summary of what was done, found, and what it cost.', 'report: summary')
      : later('Once the run is analysed.'),
  '2': ({ run }) =>
    run?.assurance?.commitment
      ? partly(
          text`The protocol and the plan were committed to before the draw (${literal(artefacts.commit)}), which is no entry in a register.`,
          'Name of the register, number and date.',
          artefacts.commit,
        )
      : forAuthor('Name of the register, number and date.'),
  '3': () =>
    partly(
      'The protocol and the plan are files; the run keeps copies, and every result names their hashes.',
      'The public address of both.',
      'protocol.yaml, plan.yaml',
    ),
  '4': () =>
    partly(
      text`${literal('export-analysis-set')} writes the analysis set without identifiers, its dictionary and scripts that read it in R and Python.`,
      'Where the data can be had, from when, by whom and on which terms; and the address of the code.',
      artefacts.dictionary,
    ),
  '5a': () => forAuthor('Who paid for the trial, and their part in it.'),
  '5b': () => forAuthor('Interests of the authors.'),
  '6': ({ protocol }) =>
    protocol.description === undefined
      ? forAuthor('What was known and why the trial was needed.')
      : partly(
          literal(protocol.description.trim()),
          'What was known before, with references.',
          'protocol.yaml: description',
        ),
  '7': ({ plan, protocol }) => {
    const aims = plan.estimands.map(({ summaryMeasure, population, outcome }) => {
      const title = protocol.outcomes.find(({ id }) => id === outcome)?.title ?? outcome
      return `${title}: ${summaryMeasure} (${population})`
    })
    return aims.length === 0
      ? forAuthor('The objectives: the plan declares no estimand.')
      : partly(listed(aims), 'Objectives about harms.', 'plan.yaml: estimands')
  },
  '8': () => forAuthor('What part clients or the public had in design, conduct and reporting.'),
} as const satisfies Record<string, Answering>
