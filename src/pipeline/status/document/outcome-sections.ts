import type { Protocol } from '../../../model/protocol.ts'
import { type Block, literal, quoted, type Section, type Text, text, written } from '../../../report/index.ts'
import { type ReportedStatus, statusId } from './status-numbers.ts'
import { cellOf } from './values.ts'

/** Primary outcomes, all arms together unless it was asked otherwise. */
export function outcomesSection(status: ReportedStatus, protocol: Protocol): Section {
  const { outcomes, arms } = status
  if (status.outcomesElsewhere) {
    return { id: 'outcomes', title: 'Outcomes', blocks: [{ kind: 'paragraph', text: outcomesElsewhere }] }
  }
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
    rows: outcomes.flatMap(({ outcome, title, groups }) =>
      groups.map(({ arm }): Text[] => [
        [literal(title)],
        [literal(titleOf(arm))],
        ...['cases', 'missing', 'mean'].map(of => cellOf(status, 'outcomes', outcome, arm ?? 'all', of)),
      ]),
    ),
    notes: [arms === 'named' ? 'Whoever runs the trial should not see this.' : 'No outcome is shown by arm.'],
  }
  return { id: 'outcomes', title: 'Outcomes', blocks: [table, ...interimBlocks(status)] }
}

const outcomesElsewhere = 'They are in an engine. The report tells what came back from it.'

function interimBlocks(status: ReportedStatus): Block[] {
  const { interim, results } = status
  if (interim === null) return []
  const { looks, spending, contrasts } = interim
  const due = looks.find(({ state }) => state === 'due')
  const words =
    due === undefined
      ? 'No interim look is due.'
      : due.look === looks.length
        ? 'The follow-up is over: the analysis at the end is due.'
        : text`Interim look ${literal(String(due.look))} is due.`
  return [
    { kind: 'heading', text: 'Interim looks' },
    { kind: 'paragraph', text: words },
    {
      kind: 'table',
      id: 'looks-table',
      caption: text`Planned looks and their boundaries: an alpha of ${results.write('interim.alpha')} in all, two-sided (${literal(spending)})`,
      columns: [
        { title: 'Look', kind: 'heading' },
        { title: 'Share of information', kind: 'number' },
        { title: 'Date', kind: 'text' },
        { title: 'State', kind: 'text' },
        { title: '|Z| to cross', kind: 'number' },
        { title: 'P alone', kind: 'number' },
      ],
      rows: looks.map(({ look, date, state, boundary }): Text[] => [
        text`${literal(String(look))}${look === looks.length ? ' (the end)' : ''}`,
        cellOf(status, 'interim', look, 'share'),
        date === null ? '–' : [literal(date)],
        state,
        boundary === null ? 'none' : cellOf(status, 'interim', look, 'boundary'),
        cellOf(status, 'interim', look, 'p'),
      ]),
      notes: [],
    },
    ...(contrasts === null || contrasts.length === 0 ? [] : [contrastTable(status, contrasts)]),
  ]
}

const contrastTable = (
  status: ReportedStatus,
  contrasts: NonNullable<NonNullable<ReportedStatus['interim']>['contrasts']>,
): Block => ({
  kind: 'table',
  id: 'look-contrasts',
  caption: 'Contrasts at the look that is due',
  columns: [
    { title: 'Contrast', kind: 'heading' },
    { title: 'Z', kind: 'number' },
    { title: 'Boundary', kind: 'text' },
  ],
  rows: contrasts.map(({ contrast, z, crossed, detail }, at): Text[] => [
    [literal(contrast)],
    cellOf(status, 'interim', 'contrast', at + 1, 'z'),
    z === null
      ? quoted(statusId('interim', 'contrast', at + 1, 'detail'), detail ?? '')
      : crossed
        ? 'crossed'
        : 'not crossed',
  ]),
  notes: [],
})

/** What was spent, by the prices of the protocol. */
export function spendSection(status: ReportedStatus): Section {
  const { spend, results } = status
  const budget = results.find('spend.budget')
  if (spend === null) {
    const words =
      budget === undefined
        ? 'The protocol declares no budget.'
        : text`Budget ${written(budget)}. What was spent is not known: no price of what is recorded is declared.`
    return { id: 'spend', title: 'Spend', blocks: [{ kind: 'paragraph', text: words }] }
  }
  const spent = spend.spentPence === null ? 'not known while the arms are sealed' : results.write('spend.spent')
  return {
    id: 'spend',
    title: 'Spend',
    blocks: [
      {
        kind: 'paragraph',
        text: text`Spent so far: ${spent}, of a budget of ${results.write('spend.budget')}.`,
      },
      {
        kind: 'table',
        id: 'spend-table',
        caption: 'Spend so far, by the prices of the protocol',
        columns: [
          { title: 'What', kind: 'heading' },
          { title: 'Number', kind: 'number' },
          { title: 'Spent', kind: 'number' },
        ],
        rows: spend.items.map(({ id, title }): Text[] => [
          [literal(title)],
          cellOf(status, 'spend', id, 'units'),
          cellOf(status, 'spend', id, 'pence'),
        ]),
        notes: ['Estimated from what is recorded; it is no account of money.'],
      },
    ],
  }
}
