import { literal, text } from '../../report/index.ts'
import { adjustments, methods } from '../../statistics/index.ts'
import { type Answering, answered, forAuthor, later, listed, partly } from './answer.ts'
import { primaryContrasts } from './size-answers.ts'

const numberWords = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight']

/** What is asked of a trial with more than two arms. */
export const armAnswers = {
  M1: ({ protocol: { title, description = '', arms } }) => {
    const word = numberWords[arms.length - 2] ?? `${arms.length}`
    return new RegExp(`\\b(?:${word}|${arms.length})\\b`, 'i').test(`${title} ${description}`)
      ? answered(literal(title), 'protocol.yaml: title, description')
      : forAuthor(text`The number of arms in the title or abstract: ${literal(word)}.`)
  },
  M2: ({ plan }) => {
    const titles = primaryContrasts(plan).map(({ title }) => title)
    return titles.length === 0
      ? forAuthor('Which comparisons are primary.')
      : answered(listed(titles), 'plan.yaml: contrasts')
  },
  M3: ({ plan }) =>
    (plan.families ?? []).length === 0
      ? forAuthor('How several comparisons were allowed for, or why not: the plan has no family of tests.')
      : answered(
          listed(
            (plan.families ?? []).map(({ title, method }) => `${title}: ${adjustments.find(method)?.title ?? method}`),
          ),
          'plan.yaml: families',
        ),
  M5: ({ protocol: { enrolment } }) =>
    partly(
      enrolment === undefined
        ? 'All arms were drawn from the same cases at once and followed over the same time; none was added or dropped.'
        : 'Every case that arrived could come into any arm, over the whole time; none was added or dropped.',
      'Differences in recruitment or follow-up that the record does not show.',
      'protocol.yaml: arms, followUp',
    ),
  M6: ({ run }) =>
    run?.analysed
      ? answered(
          'Every planned contrast has its estimate and interval, or the reason why there is none.',
          'report: results',
        )
      : later('Once the run is analysed.'),
} as const satisfies Record<string, Answering>

/** What is asked of a trial whose cases were allocated in clusters. */
export const clusterAnswers = {
  C1: () => forAuthor('Why clusters were randomised.'),
  C2: ({ protocol: { clusters } }) =>
    answered(
      text`${literal(clusters?.title ?? '')}. Cases of a cluster get the same arm.`,
      'protocol.yaml: clusters, strata',
    ),
  C3: () =>
    partly(
      'Outcomes are measured on cases.',
      'Whether aims and interventions are of clusters or of cases.',
      'protocol.yaml: outcomes',
    ),
  C5: () => forAuthor('From whom consent was sought, and when.'),
  C6: ({ plan }) => {
    const robust = plan.analyses.filter(({ method }) => methods.find(method)?.assumesIndependence === false)
    return robust.length === 0
      ? forAuthor('How the analysis took clusters into account: no analysis of the plan does.')
      : answered(listed(robust.map(({ title, role }) => `${title} (${role})`)), 'plan.yaml: analyses')
  },
  C7: ({ run }) =>
    run?.allocated
      ? answered('The flow counts the clusters of every box beside its cases.', 'equipoise flow')
      : later('Once cases are allocated.'),
  C8: () => forAuthor('The intracluster correlation of each primary outcome: no analysis gives it.'),
} as const satisfies Record<string, Answering>
