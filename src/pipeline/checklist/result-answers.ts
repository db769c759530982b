import { harmfulKinds } from '../../model/process.ts'
import { literal, longDate, text } from '../../report/index.ts'
import { artefacts } from '../run-folder.ts'
import {
  type Answer,
  type Answering,
  answered,
  type ChecklistMaterial,
  forAuthor,
  later,
  listed,
  partly,
} from './answer.ts'

const afterAllocation = 'Once cases are allocated.'
const afterAnalysis = 'Once the run is analysed.'

const whenAllocated =
  (answer: Answering): Answering =>
  material =>
    material.run?.allocated ? answer(material) : later(afterAllocation)

const whenAnalysed =
  (answer: Answering): Answering =>
  material =>
    material.run?.analysed ? answer(material) : later(afterAnalysis)

/** Results and discussion: items 22 to 30. */
export const resultAnswers = {
  '22a': whenAllocated(() =>
    answered('The flow diagram has every count, checked to add up.', 'report: flow; equipoise flow'),
  ),
  '22b': whenAllocated(({ protocol }) =>
    (protocol.monitoring?.losses ?? []).length === 0
      ? partly(
          'The flow has who is analysed, and whose outcome is missing.',
          'Losses: the protocol declares none.',
          'equipoise flow',
        )
      : answered('The flow has the losses that the protocol declares, by arm.', 'equipoise flow'),
  ),
  '23a': ({ protocol: { caseload, followUp, enrolment } }) =>
    answered(
      enrolment === undefined
        ? text`Cases as on ${literal(longDate(caseload.asOf.date))}; followed from ${literal(longDate(followUp.from))} to ${literal(longDate(followUp.to))}.`
        : text`Cases arrived from ${literal(longDate(caseload.asOf.date))} to ${literal(longDate(enrolment.until))}; followed to ${literal(longDate(followUp.to))}.`,
      'protocol.yaml: caseload, followUp',
    ),
  '23b': () => forAuthor('Why the trial ended when it did.'),
  '24a': whenAllocated(() =>
    partly(
      'The flow has how many cases got how far. Recorded departures from the process are counted by rule and arm.',
      'Who delivered it, and departures that nobody recorded.',
      'equipoise flow; report: harms and departures',
    ),
  ),
  '24b': () => forAuthor('What else was done with the cases in each arm, as ordinary collection.'),
  '25': whenAllocated(({ run }) =>
    run?.balanced
      ? answered('Baseline by arm, with standardised differences.', artefacts.balance)
      : later('Once the baseline of the arms is compared, by `equipoise balance`.'),
  ),
  '26': whenAnalysed(estimates),
  '27': harmsFound,
  '28': whenAnalysed(({ plan }) => {
    const others = plan.analyses.filter(({ role }) => role !== 'primary' && role !== 'as_reported')
    return answered(
      others.length === 0 ? 'The plan has no further analysis.' : listed(others.map(({ title }) => title)),
      'report: further analyses',
    )
  }),
  '29': () => forAuthor('What the results mean, beside benefits, harms and what else is known.'),
  '30': whenAnalysed(() =>
    partly(
      'The summary says what the results do not show: imprecision, what was not counted, how the draw can be trusted.',
      'Sources of bias, and to whom the results apply.',
      'report: summary',
    ),
  ),
} as const satisfies Record<string, Answering>

/** What was recorded of the harms that the protocol names. */
function harmsFound({ protocol, run }: ChecklistMaterial): Answer {
  const titles = harmfulKinds(protocol.process).map(({ title }) => title)
  if (titles.length === 0)
    return forAuthor('Harms that were found, by arm, or that none was: the protocol names no event as a harm.')
  if (!run?.analysed) return later(afterAnalysis)
  return answered(text`Cases and events of every harm on record, by arm: ${listed(titles)}.`, 'report: harms')
}

/** Every contrast has an estimate or the reason why not; of a yes or no outcome a relative effect is asked too. */
function estimates({ plan, protocol, run }: ChecklistMaterial): Answer {
  const primary = new Set(plan.analyses.filter(({ role }) => role === 'primary').map(({ outcome }) => outcome))
  const lacking = protocol.outcomes.filter(
    ({ id, type }) => type === 'binary' && primary.has(id) && !run?.relative.includes(id),
  )
  const says = 'For each outcome the cases and results of the arms, and every contrast with its interval.'
  const where = `report: results; ${artefacts.tidyResults}`
  const titles = listed(lacking.map(({ title }) => title))
  return lacking.length === 0
    ? answered(says, where)
    : partly(says, text`A relative effect of ${titles}: no analysis of the plan gives a ratio.`, where)
}
