import { parsePounds } from '../../../core/money.ts'
import type { Protocol } from '../../../model/protocol.ts'
import { type Block, count, type Inline, penceAsPounds, proportion, type Section } from '../../../report/index.ts'
import type { StatusMeasure, StatusOutcome } from '../../status-run.ts'
import { valueText } from './values.ts'

/** Every measure over the whole trial, and by arm where that may be shown. */
export function measuresSection({ measures }: StatusOutcome): Section {
  const rows = measures.map(measure => [measure.title, wholeText(measure), foundText(measure)])
  return {
    id: 'health',
    title: 'Trial health',
    blocks: [
      {
        kind: 'table',
        id: 'health-table',
        caption: 'Measures of trial health',
        columns: [
          { title: 'Measure', kind: 'heading' },
          { title: 'Value', kind: 'text' },
          { title: 'What it rests on', kind: 'text' },
        ],
        rows,
        notes: [],
      },
      {
        kind: 'list',
        ordered: false,
        items: measures.map(({ title, computes }) => [
          { kind: 'strong', text: `${title}.` },
          ' ',
          ...withCode(computes),
        ]),
      },
    ],
  }
}

/** Words in backticks as code. */
const withCode = (text: string): Inline[] =>
  text.split('`').map((part, at) => (at % 2 === 0 ? part : { kind: 'code', text: part }))

const wholeText = ({ readings, unit }: StatusMeasure): string => {
  const whole = readings.find(({ group }) => group === null)
  if (whole === undefined || whole.value === null) return whole?.status === 'empty' ? 'none yet' : 'not known'
  return valueText(whole.value, unit)
}

function foundText({ readings, unit }: StatusMeasure): string {
  const whole = readings.find(({ group }) => group === null)
  const parts = readings
    .filter(({ group, value }) => group !== null && value !== null)
    .map(({ group, value }) => `${group} ${valueText(value ?? 0, unit)}`)
  return [whole?.detail ?? '', ...(parts.length === 0 ? [] : [`by arm: ${parts.join(', ')}`])].join('; ')
}

/** Primary outcomes, all arms together unless it was asked otherwise. */
export function outcomesSection({ outcomes, arms, interim }: StatusOutcome, protocol: Protocol): Section {
  const titleOf = (arm: string | null): string =>
    arm === null ? 'All arms together' : (protocol.arms.find(({ id }) => id === arm)?.title ?? arm)
  const table: Block = {
    kind: 'table',
    id: 'outcomes-table',
    caption: arms === 'named' ? 'Primary outcomes so far, by arm' : 'Primary outcomes so far, all arms together',
    columns: [
      { title: 'Outcome', kind: 'heading' },
      { title: 'Cases of', kind: 'text' },
      { title: 'Cases', kind: 'number' },
      { title: 'Missing', kind: 'number' },
      { title: 'Share or mean', kind: 'number' },
    ],
    rows: outcomes.flatMap(({ title, type, groups }) =>
      groups.map(({ arm, cases, missing, mean }) => [
        title,
        titleOf(arm),
        count(cases),
        count(missing),
        mean === null ? '–' : type === 'binary' ? proportion(mean, 2) : penceAsPounds(mean),
      ]),
    ),
    notes: [arms === 'named' ? 'Whoever runs the trial should not see this.' : 'No outcome is shown by arm.'],
  }
  return { id: 'outcomes', title: 'Outcomes', blocks: [table, ...(interim === null ? [] : interimBlocks(interim))] }
}

function interimBlocks({ looks, spending, alpha, contrasts }: NonNullable<StatusOutcome['interim']>): Block[] {
  const due = looks.find(({ state }) => state === 'due')
  const words =
    due === undefined
      ? 'No interim look is due.'
      : due.look === looks.length
        ? 'The follow-up is over: the analysis at the end is due.'
        : `Interim look ${due.look} is due.`
  return [
    { kind: 'heading', text: 'Interim looks' },
    { kind: 'paragraph', text: words },
    {
      kind: 'table',
      id: 'looks-table',
      caption: `Planned looks and their boundaries: an alpha of ${alpha} in all, two-sided (${spending})`,
      columns: [
        { title: 'Look', kind: 'heading' },
        { title: 'Share of information', kind: 'number' },
        { title: 'Date', kind: 'text' },
        { title: 'State', kind: 'text' },
        { title: '|Z| to cross', kind: 'number' },
        { title: 'P alone', kind: 'number' },
      ],
      rows: looks.map(({ look, share, date, state, boundary, nominalP }) => [
        look === looks.length ? `${look} (the end)` : String(look),
        proportion(share, 0),
        date ?? '–',
        state,
        boundary === null ? 'none' : boundary.toFixed(3),
        nominalP === null ? '–' : nominalP.toPrecision(2),
      ]),
      notes: [],
    },
    ...(contrasts === null || contrasts.length === 0 ? [] : [contrastTable(contrasts)]),
  ]
}

const contrastTable = (contrasts: NonNullable<NonNullable<StatusOutcome['interim']>['contrasts']>): Block => ({
  kind: 'table',
  id: 'look-contrasts',
  caption: 'Contrasts at the look that is due',
  columns: [
    { title: 'Contrast', kind: 'heading' },
    { title: 'Z', kind: 'number' },
    { title: 'Boundary', kind: 'text' },
  ],
  rows: contrasts.map(({ contrast, z, crossed, detail }) => [
    contrast,
    z === null ? '–' : z.toFixed(3).replace('-', '−'),
    z === null ? (detail ?? '') : crossed ? 'crossed' : 'not crossed',
  ]),
  notes: [],
})

/** What was spent, by the prices of the protocol. */
export function spendSection({ spend }: StatusOutcome, { monitoring }: Protocol): Section {
  const budget = monitoring?.budget
  if (spend === null) {
    const text =
      budget === undefined
        ? 'The protocol declares no budget.'
        : `Budget ${penceAsPounds(parsePounds(budget.amount) ?? 0)}. What was spent is not known: no price of what is recorded is declared.`
    return { id: 'spend', title: 'Spend', blocks: [{ kind: 'paragraph', text }] }
  }
  const { budgetPence, spentPence, items } = spend
  const spent = spentPence === null ? 'not known while the arms are sealed' : penceAsPounds(spentPence)
  return {
    id: 'spend',
    title: 'Spend',
    blocks: [
      { kind: 'paragraph', text: `Spent so far: ${spent}, of a budget of ${penceAsPounds(budgetPence)}.` },
      {
        kind: 'table',
        id: 'spend-table',
        caption: 'Spend so far, by the prices of the protocol',
        columns: [
          { title: 'What', kind: 'heading' },
          { title: 'Number', kind: 'number' },
          { title: 'Spent', kind: 'number' },
        ],
        rows: items.map(({ title, units, pence }) => [
          title,
          units === null ? '–' : count(units),
          pence === null ? '–' : penceAsPounds(pence),
        ]),
        notes: ['Estimated from what is recorded; it is no account of money.'],
      },
    ],
  }
}
