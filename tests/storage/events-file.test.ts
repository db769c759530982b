import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../src/model/event.ts'
import type { EventKind } from '../../src/model/protocol.ts'
import { readEvents } from '../../src/storage/events-file.ts'
import { writeEventsCsv } from '../../src/storage/events-writer.ts'
import { brief, issuesOf, temporaryFolder } from './temporary.ts'

const { folder, put } = temporaryFolder()

const kinds: EventKind[] = [
  { kind: 'payment', title: 'Payment', amount: 'required', fields: [] },
  {
    kind: 'response',
    title: 'Response',
    amount: 'none',
    fields: [
      { id: 'answer', title: 'Answer', type: 'category', levels: ['yes', 'no'] },
      { id: 'offered', title: 'Offered', type: 'money', optional: true },
      { id: 'attempts', title: 'Attempts', type: 'integer', optional: true },
      { id: 'urgent', title: 'Urgent', type: 'boolean', optional: true },
      { id: 'note', title: 'Note', type: 'text', optional: true },
    ],
  },
]

const expected: OutcomeEvent[] = [
  { id: 'E1', case: 'C1', kind: 'payment', at: '2016-03-01', by: 'team', amountPence: 10000, fields: {} },
  {
    id: 'E2',
    case: 'C1',
    kind: 'response',
    at: '2016-03-02T09:30:00+01:00',
    by: 'team',
    corrects: 'E0',
    reason: '=typo',
    fields: { answer: 'yes', offered: 1250, attempts: 3, urgent: false, note: 'a, "b"' },
  },
]

describe('the rules that an event departs from', () => {
  const row = (override: string) => `E1,C1,payment,2016-03-01,team,1,late,${override}`
  const csv = (name: string, override: string) =>
    readEvents(put(name, `id,case,kind,at,by,amount,reason,override\n${row(override)}\n`), kinds)
  const ndjson = (name: string, override: unknown) => {
    const event = {
      id: 'E1',
      case: 'C1',
      kind: 'payment',
      at: '2016-03-01',
      by: 'team',
      amount: '1',
      reason: 'late',
      override,
    }
    return readEvents(put(name, JSON.stringify(event)), kinds)
  }

  it('are ids with spaces between in CSV, text or a list in NDJSON; each once, in byte order', async () => {
    const read = [
      await csv('spaces.csv', 'late_call  early_call late_call'),
      await ndjson('text.ndjson', ' early_call late_call'),
      await ndjson('list.ndjson', ['late_call', 'early_call', 'late_call']),
    ]
    for (const { events, issues } of read) {
      expect(issues).toEqual([])
      expect(events.map(({ event }) => event.override)).toEqual([['early_call', 'late_call']])
    }
  })

  it('are absent where there are none', async () => {
    for (const { events } of [
      await csv('without.csv', ''),
      await ndjson('empty.ndjson', []),
      await ndjson('null.ndjson', null),
    ]) {
      expect(events.map(({ event }) => 'override' in event)).toEqual([false])
    }
  })

  it.each([[7], [{ rule: 'a' }], [['a', 7]], [true]])('are not %j', async override => {
    const { issues } = await ndjson('bad.ndjson', override)
    expect(brief(issues)).toEqual(['event_file.value 1 override'])
    expect(issues[0]?.expected).toBe('ids of rules, in text or a list')
  })

  it('are written as they are read', async () => {
    const path = join(folder, 'written.csv')
    const event: OutcomeEvent = { ...(expected[0] as OutcomeEvent), reason: 'late', override: ['a_rule', 'b_rule'] }
    writeEventsCsv(path, kinds, [event])
    expect((await readEvents(path, kinds)).events[0]?.event).toEqual(event)
  })
})

describe('events of a file', () => {
  it('are the same from CSV and from NDJSON', async () => {
    const csv = put(
      'events.csv',
      'id,case,kind,at,by,amount,corrects,reason,answer,offered,attempts,urgent,note\n' +
        'E1,C1,payment,2016-03-01,team,100,,,,,,,\n' +
        `E2,C1,response,2016-03-02T09:30:00+01:00,team,,E0,'=typo,yes,12.50,3,false,"a, ""b"""\n`,
    )
    const ndjson = put(
      'events.ndjson',
      '{"id":"E1","case":"C1","kind":"payment","at":"2016-03-01","by":"team","amount":"100"}\n\n' +
        '{"id":"E2","case":"C1","kind":"response","at":"2016-03-02T09:30:00+01:00","by":"team","amount":null,"corrects":"E0",' +
        '"reason":"=typo","answer":"yes","offered":12.5,"attempts":3,"urgent":false,"note":"a, \\"b\\""}',
    )
    const fromCsv = await readEvents(csv, kinds)
    const fromNdjson = await readEvents(ndjson, kinds)
    expect(fromCsv.issues).toEqual([])
    expect(fromNdjson.issues).toEqual([])
    expect(fromCsv.events.map(({ event }) => event)).toEqual(expected)
    expect(fromNdjson.events.map(({ event }) => event)).toEqual(expected)
    expect(fromCsv.events.map(({ place }) => place.line)).toEqual([2, 3])
    expect(fromNdjson.events.map(({ place }) => place.line)).toEqual([1, 3])
  })

  it('come back from the file that we write', async () => {
    const text = fc.stringMatching(/^[ -~]{1,12}$/).filter(value => value.trim() !== '')
    const event = fc.record({
      id: fc.stringMatching(/^[A-Z0-9]{1,8}$/),
      case: fc.constant('C1'),
      kind: fc.constant('response'),
      at: fc.constant('2016-03-01'),
      by: text,
      reason: text,
      fields: fc.record({ answer: fc.constantFrom('yes', 'no'), offered: fc.nat(), note: text }),
    })
    const path = join(folder, 'written.csv')
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async events => {
        writeEventsCsv(path, kinds, events)
        const read = await readEvents(path, kinds)
        expect(read.issues).toEqual([])
        expect(read.events.map(item => item.event)).toEqual(events)
      }),
    )
  })

  it('that are malformed are all named, and good ones are kept beside them', async () => {
    const path = put(
      'bad.ndjson',
      [
        '{"id":"E1","case":"C1","kind":"payment","at":"2016-03-01","by":"team","amount":"12.505"}',
        '{"id":"E2","case":"C1"',
        '[1]',
        '{"id":7,"case":"C1","kind":"payment","at":"2016-03-01","amount":1}',
        '{"id":"E5","case":"C1","kind":"payment","at":"2016-03-01","by":"team","amount":0.1}',
        '{"id":"E6","case":"C1","kind":"payment","at":"2016-03-01","by":"team","amount":0.30000000000000004}',
      ].join('\n'),
    )
    const { events, issues } = await readEvents(path, kinds)
    expect(brief(issues)).toEqual([
      'event_file.amount 1 amount',
      'json.syntax 2',
      'event_file.value 3',
      'event_file.value 4 id',
      'event_file.value 4 by',
      'event_file.amount 6 amount',
    ])
    expect(issues.map(issue => issue.exit)).toEqual([5, 3, 3, 3, 3, 5])
    expect(events.map(({ event }) => event.amountPence)).toEqual([10])
  })

  it('keep a value that is none of their field as text, for the trial to refuse', async () => {
    const csv = put(
      'odd.csv',
      'id,case,kind,at,by,answer,attempts,offered\nE1,C1,response,2016-03-01,t,maybe,many,1.005\n',
    )
    const { events } = await readEvents(csv, kinds)
    expect(events[0]?.event.fields).toEqual({ answer: 'maybe', attempts: 'many', offered: '1.005' })
    const hostile = put(
      'hostile.ndjson',
      '{"id":"E1","case":"C1","kind":"payment","at":"x","by":"t","__proto__":{"a":1},"x":[1]}',
    )
    const [first] = (await readEvents(hostile, kinds)).events
    expect(Object.entries(first?.event.fields ?? {})).toEqual([
      ['__proto__', '{"a":1}'],
      ['x', '[1]'],
    ])
  })

  it.each([
    ['a.csv', '', ['file.empty']],
    ['a.ndjson', '\n', ['file.empty']],
    ['b.csv', 'id,case,kind,at\n', ['table.missing_column by']],
    ['c.csv', 'id,case,kind,at,by,amuont\n', ['event_file.unknown_column 1 amuont']],
    ['d.csv', 'id,case,kind,at,by,id\n', ['table.duplicate_column id']],
    ['e.csv', 'id,case,kind,at,by\nE1,C1,payment,2016-03-01\n', ['csv.ragged_row 2']],
    ['f.ndjson', `{"id":"E1"}\n"${'x'.repeat(1e7)}"\n`, ['file.line_too_long 2']],
  ])('%s is refused', async (name, content, codes) => {
    const { issues } = await readEvents(put(name, content), kinds)
    expect(brief(issues).filter(issue => !issue.startsWith('event_file.value'))).toEqual(codes)
  })

  it('come from a file of a known ending that exists', async () => {
    expect(brief(await issuesOf(() => readEvents(put('x.txt', ''), kinds)))).toEqual(['table.unknown_format'])
    expect(brief(await issuesOf(() => readEvents(join(folder, 'none.csv'), kinds)))).toEqual(['file.not_found'])
  })
})
