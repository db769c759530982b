import { csvLine, guardText } from '../core/csv-text.ts'
import type { CaseField, Outcome, Protocol } from '../model/protocol.ts'
import { declaredStrata } from '../model/strata.ts'
import { censored, endsOf } from '../model/waiting.ts'
import { baselineColumn, outcomeColumn, outcomeColumns } from '../summaries/analysis-columns.ts'
import { baselineFields } from './analysis-set-file.ts'

/** What a column of the analysis set holds. */
export interface ColumnDescription {
  column: string
  title: string
  /** text, category, boolean, integer, money (whole pence) or date. */
  type: CaseField['type']
  unit: string
  /** Of a category, in the protocol's order. */
  levels: readonly string[]
  /** Meaning of an empty cell, and of NA; empty where there is none. */
  empty: string
  notApplicable: string
  /** What it is made from, and where the source document says so. */
  source: string
}

type DictionaryProtocol = Pick<Protocol, 'arms' | 'caseload' | 'outcomes' | 'followUp' | 'strata' | 'clusters'>

/** Every column of the analysis set, in order. */
export function describeColumns(protocol: DictionaryProtocol): ColumnDescription[] {
  return [
    ...allocationColumns(protocol),
    ...(protocol.followUp.perCase === undefined ? [] : windowColumns),
    ...baselineFields(protocol).map(baselineDescription),
    ...protocol.outcomes.flatMap(outcomeDescriptions),
  ]
}

const plain = { unit: '', levels: [], empty: '', notApplicable: '' } as const

function allocationColumns(protocol: DictionaryProtocol): ColumnDescription[] {
  const { arms, strata, clusters } = protocol
  const source = 'allocation (04-allocation.csv)'
  const stratum = strata.length === 0 ? 'Stratum; one for all' : `Stratum: ${strata.join(' and ')}, joined by |`
  const cluster = clusters === undefined ? 'Cluster; each case its own' : `Cluster: ${clusters.title}`
  return [
    { ...plain, column: 'case_id', title: 'Case', type: 'text', source: 'caseload' },
    { ...plain, column: 'arm', title: 'Arm', type: 'category', levels: arms.map(({ id }) => id), source },
    { ...plain, column: 'stratum', title: stratum, type: 'category', levels: declaredStrata(protocol), source },
    { ...plain, column: 'cluster', title: cluster, type: 'text', source },
    { ...plain, column: 'linked', title: 'Dealt together with other cases of its cluster', type: 'boolean', source },
    { ...plain, column: 'position', title: 'Place in its list of the draw, from 1', type: 'integer', source },
    ...(['numerator', 'denominator'] as const).map(
      (part): ColumnDescription => ({
        ...plain,
        column: `probability_${part}`,
        title: `Probability of the arm: ${part}`,
        type: 'integer',
        source,
      }),
    ),
  ]
}

const noStart = 'the first day is not known'
const windowColumns: readonly ColumnDescription[] = [
  {
    ...plain,
    column: 'window_from',
    title: 'First day on which events of the case count',
    type: 'date',
    empty: noStart,
    source: 'follow-up',
  },
  {
    ...plain,
    column: 'window_to',
    title: 'Last day on which events of the case count',
    type: 'date',
    empty: noStart,
    source: 'follow-up',
  },
  {
    ...plain,
    column: 'window',
    title: 'Whether the follow-up holds the whole window',
    type: 'category',
    levels: ['complete', 'censored'],
    empty: noStart,
    source: 'follow-up',
  },
]

const pence = (type: CaseField['type']): string => (type === 'money' ? 'pence' : '')

const baselineDescription = (field: CaseField): ColumnDescription => ({
  column: baselineColumn(field),
  title: field.title,
  type: field.type,
  unit: pence(field.type),
  levels: field.levels ?? [],
  empty: field.optional ? 'missing' : '',
  notApplicable: '',
  source: `caseload column ${field.id}, at baseline`,
})

/** What an outcome's columns hold. */
function outcomeDescriptions(outcome: Outcome): ColumnDescription[] {
  if (outcome.type !== 'time') return [outcomeDescription(outcome)]
  const [days = '', end = ''] = outcomeColumns(outcome)
  const { title } = outcome
  const shared = { empty: 'missing', notApplicable: whereElse(outcome), source: sourceOf(outcome, 'recorded events') }
  return [
    { ...shared, column: days, title, type: 'integer', unit: 'days, the first being 1', levels: [] },
    {
      ...shared,
      column: end,
      title: `${title}: what ended the waiting`,
      type: 'category',
      unit: '',
      levels: [...endsOf(outcome), censored],
    },
  ]
}

const sourceOf = ({ source }: Outcome, made: string): string => (source === undefined ? made : `${made}; ${source}`)

function outcomeDescription(outcome: Exclude<Outcome, { type: 'time' }>): ColumnDescription {
  const { title, type } = outcome
  const made = type === 'money' && outcome.field !== undefined ? `baseline field ${outcome.field}` : 'recorded events'
  return {
    column: outcomeColumn(outcome),
    title,
    type: type === 'binary' ? 'integer' : type,
    unit: type === 'binary' ? '1 yes, 0 no' : pence(type),
    levels: type === 'category' ? outcome.levels : [],
    empty: 'missing',
    notApplicable: whereElse(outcome),
    source: sourceOf(outcome, made),
  }
}

/** Why an outcome may not apply to a case. */
function whereElse({ observed }: Outcome): string {
  if (observed === undefined) return ''
  const { arms, outcome, levels = [] } = observed
  const reasons = [
    ...(arms === undefined ? [] : [`the arm is none of ${arms.join(', ')}`]),
    ...(outcome === undefined ? [] : [`${outcome} is none of ${levels.join(', ')}`]),
  ]
  return `does not apply: ${reasons.join(', or ')}`
}

/** The text of 06-dictionary.csv: a row for every column of the analysis set. */
export function dictionaryText(protocol: DictionaryProtocol): string {
  const header = ['column', 'title', 'type', 'unit', 'levels', 'empty', 'not_applicable', 'source']
  const lines = describeColumns(protocol).map(({ column, title, type, unit, levels, empty, notApplicable, source }) =>
    csvLine([column, guardText(title), type, unit, levels.join(' '), empty, notApplicable, guardText(source)]),
  )
  return [csvLine(header), ...lines].join('')
}
