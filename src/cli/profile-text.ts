import type { MeasureProfile, ProfileGroup } from '../design/index.ts'
import type { Protocol } from '../model/protocol.ts'
import type { ProfileOutcome } from '../pipeline/profile-run.ts'
import { count, decimalText, penceAsPounds, proportion, textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'
import { noticeLines } from './summaries.ts'

/** The caseload beside the sample, for people. */
export function profileText({ profile, caseload }: Protocol, outcome: ProfileOutcome): string {
  const part = caseload.fields.find(({ id }) => id === profile?.by?.field)?.title ?? ''
  const { groups, measures } = outcome
  const [own, parts] = [groups.filter(({ id }) => !id.startsWith('part:')), groups.filter(isPart)]
  const isWeighted = measures.some(({ weightedSample }) => weightedSample !== null)
  const valuesOf = ({ values, unit }: MeasureProfile, shown: readonly ProfileGroup[]): string[] =>
    shown.map(({ id }) => valueText(values.find(({ group }) => group === id)?.mean, unit))
  const table = textTable(
    [
      { title: '', align: 'left', wrap: true },
      ...['Caseload', 'Eligible', 'Sample', ...(isWeighted ? ['Weighted'] : []), 'Difference'].map(right),
      ...parts.map(({ id }) => right(levelOf(id))),
    ],
    [
      ['Cases', ...own.map(casesOf), ...(isWeighted ? [''] : []), '', ...parts.map(casesOf)],
      ...measures.map(measure => [
        measure.title,
        ...valuesOf(measure, own),
        ...(isWeighted ? [valueText(measure.weightedSample?.mean, measure.unit)] : []),
        measure.standardisedDifference === null ? 'undefined' : decimalText(measure.standardisedDifference, 3),
        ...valuesOf(measure, parts),
      ]),
    ],
    outputWidth(),
  )
  return [
    ...noticeLines(outcome.notice),
    table.trimEnd(),
    '',
    `Means and shares. Difference: sample${isWeighted ? ', weighted by 1 / probability of being sampled,' : ''} minus caseload, in standard deviations of the caseload.`,
    ...(profile?.cases === undefined
      ? []
      : [
          `The caseload is here the ${count(groups[0]?.cases ?? 0)} of ${count(outcome.cases)} cases that meet the rule \`cases\` of the profile.`,
        ]),
    ...(parts.length === 0 ? [] : [`The last columns are parts of it, by ${part.toLowerCase()}.`]),
    ...measures.flatMap(statedLine),
  ].join('\n')
}

const isPart = ({ id }: ProfileGroup): boolean => id.startsWith('part:')
const levelOf = (id: string): string => id.slice('part:'.length)
const right = (title: string) => ({ title, align: 'right' as const })
const casesOf = ({ cases }: ProfileGroup): string => count(cases)

function valueText(mean: number | null | undefined, unit: MeasureProfile['unit']): string {
  if (mean === null || mean === undefined) return 'none'
  if (unit === 'share') return proportion(mean, 1)
  return unit === 'pence' ? penceAsPounds(mean) : decimalText(mean, 1)
}

function statedLine({ title, stated }: MeasureProfile): string[] {
  if (stated === null) return []
  const { level, is, than, found } = stated
  const said = `${title}: said to be ${is} for ${level} than for ${than}`
  if (found === null) return [`${said}; one of the two has no case.`]
  return [found === is ? `${said}, and so it is here.` : `${said}; here it is ${found}.`]
}
