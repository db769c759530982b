import { type Checklist, stateWords, totalsText, wantedOf } from '../pipeline/checklist/index.ts'
import { plainText, textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

/** The checklist for a terminal: how every item stands, and what is wanted of the author. */
export function checklistText(checklist: Checklist): string {
  const table = textTable(
    [
      { title: 'Item', align: 'left' },
      { title: 'Topic', align: 'left' },
      { title: 'Standing', align: 'left' },
      { title: 'Wanted of the author', align: 'left', wrap: true },
    ],
    checklist.entries.map(entry => [entry.id, entry.topic, stateWords[entry.state], wantedOf(entry)]),
    outputWidth(),
  )
  return [plainText(totalsText(checklist)), '', table.trimEnd()].join('\n')
}
