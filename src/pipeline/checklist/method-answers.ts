import { allocationMethod } from '../../design/index.ts'
import type { Plan } from '../../model/plan.ts'
import { harmfulKinds } from '../../model/process.ts'
import type { Outcome, Protocol } from '../../model/protocol.ts'
import { type Literal, literal, longDate, proportion, text } from '../../report/index.ts'
import { methods } from '../../statistics/index.ts'
import { artefacts } from '../run-folder.ts'
import { type Answer, type Answering, answered, forAuthor, listed, partly } from './answer.ts'

/** Design, cases, interventions, outcomes and randomisation: items 9 to 20 but that of size. */
export const designAnswers = {
  '9': ({ protocol }) =>
    partly(
      text`Parallel groups: ${literal(protocol.arms.map(({ title }) => title).join(', '))}. ${literal(allocationMethod(protocol).title)}.`,
      'Whether it is about superiority, equivalence or not being inferior, if the tests of the plan do not say it.',
      'protocol.yaml: arms, allocation',
    ),
  '10': ({ plan }) => {
    if (plan.deviations === undefined || plan.deviations.length === 0)
      return partly(
        'The plan records no change.',
        'Changes of anything that the plan and the protocol do not hold.',
        'plan.yaml: deviations',
      )
    const changes = plan.deviations.map(({ date, what, why }) => `${longDate(date)}: ${what} (${why})`)
    return answered(listed(changes), 'plan.yaml: deviations')
  },
  '11': () => forAuthor('Where the trial took place, and who ran it there.'),
  '12a': ({ protocol }) =>
    answered(listed(protocol.eligibility.map(({ title }) => title)), 'protocol.yaml: eligibility'),
  '12b': () => forAuthor('Who delivered the interventions, and what was asked of them.'),
  '13': ({ protocol }) => interventions(protocol),
  '14': ({ protocol, plan }) => outcomes(protocol, plan),
  '15': ({ protocol }) => {
    const harms = harmfulKinds(protocol.process)
    if (harms.length > 0)
      return partly(listed(harms.map(({ title }) => title)), 'How harms were looked for.', 'protocol.yaml: process')
    const losses = protocol.monitoring?.losses ?? []
    return losses.length === 0
      ? forAuthor('What counted as a harm, and how it was looked for.')
      : partly(
          listed(losses.map(({ title }) => title)),
          'What counted as a harm, and how it was looked for.',
          'protocol.yaml: monitoring',
        )
  },
  '16b': ({ plan: { interim } }) =>
    interim === undefined
      ? answered('No look at the results before the end is planned.', 'plan.yaml: interim')
      : answered(
          text`Looks at ${listed(
            interim.looks.map(({ share }) => proportion(share, 0)),
            ', ',
          )} of the information; alpha is spent by ${literal(interim.spending)}.`,
          'plan.yaml: interim',
        ),
  '17a': () =>
    partly(
      'Drawn by Equipoise from a seed, so that anybody can draw it again from the case list, the protocol and the seed.',
      'Who drew it.',
      'docs/allocation-algorithm.md',
    ),
  '17b': ({ protocol }) => answered(restriction(protocol), 'protocol.yaml: strata, clusters, allocation'),
  '18': ({ run }) =>
    run?.sealed
      ? answered('The allocation was sealed when it was drawn: arms open with a key alone.', artefacts.seal)
      : run?.assurance?.commitment
        ? partly(
            literal(run.assurance.statement),
            'How the list was kept from those who brought cases in after it was drawn.',
            artefacts.commit,
          )
        : forAuthor(
            'How the coming allocation was kept from those who brought cases in: the record shows nothing of it.',
          ),
  '19': () => forAuthor('Whether those who enrolled cases or gave out arms could see the sequence.'),
  '20a': ({ run }) =>
    run?.sealed
      ? partly(
          'The allocation is sealed, and whoever is shown an arm is on record.',
          'Whether clients and staff knew the arms.',
          artefacts.unblinding,
        )
      : forAuthor('Who did not know the arms: clients, staff, those who measured or analysed.'),
  '20b': () => forAuthor('How arms were kept from them, or why they could not be.'),
} as const satisfies Record<string, Answering>

function interventions({ arms }: Protocol): Answer {
  const described = arms.filter(({ description }) => description !== undefined)
  const says = listed(
    described.map(({ title, description = '' }) => `${title}: ${description.trim()}`),
    ' ',
  )
  return described.length === arms.length
    ? partly(says, 'Who did it, with what words and material, and when.', 'protocol.yaml: arms, process')
    : forAuthor('What was done in each arm: the protocol does not describe every one.')
}

function outcomes({ outcomes: all, followUp }: Protocol, { analyses }: Plan): Answer {
  const of = (role: string): Outcome[] =>
    all.filter(({ id }) => analyses.some(analysis => analysis.role === role && analysis.outcome === id))
  const primary = of('primary')
  const secondary = of('secondary').filter(outcome => !primary.includes(outcome))
  const named = (list: readonly Outcome[]): string => list.map(({ title }) => title).join(', ')
  const words = text`Primary: ${literal(named(primary) || 'none')}. Secondary: ${literal(named(secondary) || 'none')}. Events from ${literal(longDate(followUp.from))} to ${literal(longDate(followUp.to))} count.`
  return primary.length === 0
    ? partly(words, 'Which outcome is primary: no analysis of the plan has that role.', 'protocol.yaml: outcomes')
    : answered(words, 'protocol.yaml: outcomes')
}

function restriction({ strata, clusters, caseload, allocation }: Protocol): Literal {
  const fieldTitle = (id: string): string => caseload.fields.find(field => field.id === id)?.title ?? id
  const within = strata.length === 0 ? 'no strata' : `strata by ${strata.map(fieldTitle).join(' and ')}`
  const together = clusters === undefined ? '' : `; linked cases together (${clusters.title})`
  const sizes = 'blocks' in allocation ? `; blocks of ${allocation.blocks.join(' and ')}` : ''
  return literal(`${allocationMethod({ allocation }).title}; ${within}${together}${sizes}`)
}

/** How arms are compared: item 21. */
export const analysisAnswers = {
  '21a': ({ plan, protocol }) => {
    const primary = plan.analyses.filter(({ role }) => role === 'primary')
    const words = primary.map(({ outcome, method }) => {
      const title = protocol.outcomes.find(({ id }) => id === outcome)?.title ?? outcome
      return `${title}: ${methods.find(method)?.title ?? method}`
    })
    return primary.length === 0
      ? forAuthor('Which analysis is primary: none of the plan has that role.')
      : answered(listed(words), 'plan.yaml: analyses; report: methods')
  },
  '21b': ({ plan }) =>
    answered(
      (plan.analysisSets ?? []).length === 0
        ? 'Every allocated case, in the arm that it was allocated to.'
        : text`Every allocated case, in the arm that it was allocated to; beside that ${listed((plan.analysisSets ?? []).map(({ title }) => title))}.`,
      'plan.yaml: analysisSets',
    ),
  '21c': ({ protocol }) => {
    const mayMiss = protocol.outcomes.filter(({ missingWhen }) => missingWhen !== undefined)
    const rule =
      'A case without an event counts as none; an outcome that is missing is left out of its analysis and counted.'
    return mayMiss.length === 0
      ? answered(rule, 'protocol.yaml: outcomes')
      : answered(
          text`${rule} Missing by rule: ${listed(mayMiss.map(({ title }) => title))}.`,
          'protocol.yaml: outcomes',
        )
  },
  '21d': ({ plan }) => {
    const others = plan.analyses.filter(({ role }) => ['secondary', 'sensitivity', 'exploratory'].includes(role))
    return answered(
      others.length === 0
        ? 'None is planned; whatever else is tried is kept as exploratory.'
        : text`${listed(others.map(({ title, role }) => `${title} (${role})`))}. Whatever else is tried is kept as exploratory.`,
      'plan.yaml: analyses',
    )
  },
} as const satisfies Record<string, Answering>
