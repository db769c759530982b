import {
  type Block,
  type Document,
  joined,
  literal,
  plainText,
  type Section,
  type Table,
  type Text,
  type Tone,
  text,
  type Value,
} from '../../report/index.ts'
import type { Trial } from '../trial-folder.ts'
import type { AnswerState } from './answer.ts'
import { type Checklist, type ChecklistEntry, saidTo } from './checklist.ts'

/** How states are named to readers. */
export const stateWords: Readonly<Record<AnswerState, string>> = {
  answered: 'answered',
  partly: 'in part',
  author: 'for the author',
  later: 'later',
}

const tones: Readonly<Record<AnswerState, Tone>> = { answered: 'sound', partly: 'plain', author: 'open', later: 'open' }

/** The checklist as a document: every item with what is said to it, then what is left for the author. */
export function checklistDocument(
  { protocol }: Pick<Trial, 'protocol'>,
  checklist: Checklist,
  notice: string | null,
): Document {
  const { entries } = checklist
  const parts = [
    { id: 'consort', title: text`CONSORT ${literal('2025')}`, entries: entries.filter(({ of }) => of === undefined) },
    {
      id: 'several-arms',
      title: 'Trials with several arms',
      entries: entries.filter(({ of }) => of === 'several_arms'),
    },
    { id: 'clusters', title: 'Cluster trials', entries: entries.filter(({ of }) => of === 'clusters') },
  ].filter(part => part.entries.length > 0)
  return {
    title: text`Reporting checklist: ${literal(protocol.title)}`,
    subtitle: 'What the record of the trial says to each item, and what is left for the author.',
    language: 'en-GB',
    notices: notice === null ? [] : [literal(notice)].map(each => [each]),
    sections: [
      { id: 'standing', title: 'How it stands', blocks: [{ kind: 'paragraph', text: totalsText(checklist) }] },
      ...parts.map(({ id, title, entries: own }): Section => ({ id, title, blocks: [entryTable(id, title, own)] })),
      { id: 'for-the-author', title: 'For the author', blocks: wantedBlocks(entries) },
    ],
  }
}

/** `58 items: 20 answered, 18 in part, 17 for the author, 3 later.` */
export function totalsText({ entries, totals }: Checklist): Text {
  const value = (id: string, number: number): Value => ({ kind: 'value', id: `checklist.${id}`, text: String(number) })
  const of = (state: AnswerState): Text => text`${value(state, totals[state])} ${stateWords[state]}`
  return text`${value('items', entries.length)} items: ${of('answered')}, ${of('partly')}, ${of('author')}, ${of('later')}.`
}

/** Items with what is said to them. */
export function entryTable(id: string, title: Text, entries: readonly ChecklistEntry[]): Table {
  return {
    kind: 'table',
    id: `${id}-items`,
    caption: text`${title}: items and answers`,
    columns: [
      { title: 'Item', kind: 'heading' },
      { title: 'Asked', kind: 'text' },
      { title: 'Standing', kind: 'text' },
      { title: 'Answer', kind: 'text' },
      { title: 'Where', kind: 'text' },
    ],
    rows: entries.map(entry => [
      text`${literal(entry.id)} ${entry.topic}`,
      entry.asks,
      [{ kind: 'tag', text: stateWords[entry.state], tone: tones[entry.state] }],
      saidTo(entry),
      joined(
        [entry.where, entry.author?.where].flatMap(where => (where === undefined ? [] : [literal(where)])),
        '; ',
      ),
    ]),
    notes: [],
  }
}

/** What the author has yet to say. */
function wantedBlocks(entries: readonly ChecklistEntry[]): Block[] {
  const items = entries.flatMap(({ id, topic, wanted, author }): Text[] =>
    wanted === undefined || author !== undefined ? [] : [text`${literal(id)} ${topic}: ${wanted}`],
  )
  if (items.length === 0) return [{ kind: 'paragraph', text: 'Nothing is left.' }]
  return [
    {
      kind: 'paragraph',
      text: text`Answers in the file ${literal('checklist.yaml')} of the trial's folder are taken in here.`,
    },
    { kind: 'list', ordered: false, items },
  ]
}

/** What is wanted of the author to an item, in plain words. */
export const wantedOf = ({ wanted, author }: ChecklistEntry): string =>
  wanted === undefined || author !== undefined ? '' : plainText(wanted)
