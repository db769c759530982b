import { sumOf } from '../../core/lists.ts'
import { parsePounds } from '../../core/money.ts'
import type { Plan } from '../../model/plan.ts'
import { armsOfSide } from '../../model/pooled-arms.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { ExpectedOutcome } from '../../model/sizing.ts'
import { count, decimalText, penceAsPounds, points, proportion, text } from '../../report/index.ts'
import { plannedCases, powerAssumption, sizingAssumptions } from '../power/index.ts'
import { type Answering, answered, forAuthor, listed, partly } from './answer.ts'

/** How many cases, and by what reckoning: of the trial, of each comparison, of clusters. What is expected stands in sizing.yaml. */
export const sizeAnswers = {
  '16a': ({ protocol, plan, sizing }) => {
    if (sizing === null) return forAuthor('How the number of cases came about, with the assumptions behind it.')
    const sizes = protocol.arms.flatMap(({ id, title }) => caseWords(title, plannedCases(protocol, sizing, id)))
    const worth = sizing.outcomes.flatMap(expected => worthWords(protocol, expected))
    return partly(
      text`${listed([
        ...sizes,
        `power ${proportion(plan.power, 0)} at a two-sided alpha of ${decimalText(plan.alpha, 3)}`,
        ...sizingAssumptions(sizing).map(powerAssumption),
        ...worth,
      ])}.`,
      'How the number of cases followed from this.',
      'sizing.yaml: outcomes; equipoise power',
    )
  },
  M4: ({ protocol, plan, sizing }) => {
    const wanted = 'The size of each primary comparison, with the assumptions behind it.'
    const outcomes = primaryOutcomes(plan)
    const expected = sizing?.outcomes.filter(({ outcome }) => outcomes.includes(outcome)) ?? []
    if (sizing === null || expected.length === 0) return forAuthor(wanted)
    const comparisons = primaryContrasts(plan).map(({ title, arm, against }) => {
      const [one, other] = [arm, against].map(side =>
        sumOf(armsOfSide(side).map(id => plannedCases(protocol, sizing, id) ?? Number.NaN)),
      )
      return one && other ? `${title}: ${count(one)} and ${count(other)} cases` : title
    })
    const says = listed([...comparisons, ...expected.flatMap(each => worthWords(protocol, each))])
    const lacking = outcomes.filter(id => !expected.some(each => each.outcome === id && each.worth !== undefined))
    return partly(
      says,
      lacking.length === 0
        ? 'How the sizes of the arms followed from this.'
        : text`What each comparison was to find in ${listed(titlesOf(protocol, lacking), ', ')}, and how the sizes followed from it.`,
      'sizing.yaml: outcomes; equipoise power',
    )
  },
  C4: ({ sizing }) => {
    const clusters = sizing === null ? [] : sizingAssumptions(sizing).filter(({ of }) => of === 'clusters')
    return clusters.length === 0
      ? forAuthor('Clusters, their size and the intracluster correlation behind the sample size.')
      : answered(listed(clusters.map(powerAssumption)), 'sizing.yaml: clusters')
  },
} as const satisfies Record<string, Answering>

const caseWords = (title: string, cases: number | undefined): string[] =>
  cases === undefined ? [] : [`${title}: ${count(cases)} cases`]

function worthWords(protocol: Protocol, { outcome, worth }: ExpectedOutcome): string[] {
  if (worth === undefined) return []
  const size =
    typeof worth === 'number'
      ? `${points(100 * worth)} percentage points`
      : `${penceAsPounds(parsePounds(worth) ?? 0)} per case`
  return [`worth finding in ${titlesOf(protocol, [outcome]).join()}: ${size}`]
}

const titlesOf = ({ outcomes }: Protocol, ids: readonly string[]): string[] =>
  ids.map(id => outcomes.find(each => each.id === id)?.title ?? id)

const primaryAnalyses = ({ analyses }: Plan): Plan['analyses'] => analyses.filter(({ role }) => role === 'primary')

const primaryOutcomes = (plan: Plan): string[] => [...new Set(primaryAnalyses(plan).map(({ outcome }) => outcome))]

/** Contrasts that a primary analysis names: all of the plan's where it names none. */
export function primaryContrasts(plan: Plan): Plan['contrasts'] {
  const named = new Set(
    primaryAnalyses(plan).flatMap(({ contrasts }) => contrasts ?? plan.contrasts.map(({ id }) => id)),
  )
  return plan.contrasts.filter(({ id }) => named.has(id))
}
