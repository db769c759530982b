import { TrialError } from '../../src/core/errors.ts'
import { type SimulationSource, simulationStream } from '../../src/core/simulation-random.ts'
import { type Ledger, ledgerSchema } from '../../src/model/ledger.ts'
import { Recorder } from '../../src/outcomes/index.ts'
import type { LocatedEvent } from '../../src/storage/event-parts.ts'
import { type EventsFormat, readEvents } from '../../src/storage/events-file.ts'
import { eventLineReader } from '../../src/storage/events-ndjson.ts'
import { readLedger } from '../../src/storage/ledger/read-ledger.ts'
import { streamedLines } from '../../src/storage/line-stream.ts'
import type { OutcomeLog } from '../../src/storage/log/outcome-log.ts'
import { openLog } from '../../src/storage/log/sqlite-log.ts'
import { eventText } from '../../src/storage/log/stored-event.ts'
import { context, protocol } from '../outcomes/trial.ts'

/** What fuzzing did, and what it found; `faults` must be empty. */
export interface FuzzReport {
  mutations: number
  /** Mutated files that were recorded, wholly, and that were refused, wholly; lines of streams count one by one. */
  recorded: number
  refused: number
  /** Each anything but a `TrialError`, and each file of which a part was recorded, with the number that makes it again. */
  faults: string[]
  /** Milliseconds of the slowest. */
  slowest: number
}

const kinds = protocol.process.events
const clock = () => new Date('2026-01-02T03:04:05Z')

const csv = `id,case,kind,at,by,amount,corrects,reason,suitability,answer,attempts,offer,due,urgent,note
S1,C2,screened,2016-02-01,team,,,,suitable,,,,,,
R1,C2,response,2016-02-02T10:00:00Z,team,,,,,yes,2,12.50,2016-05-01,true,"a, ""b"""
P1,C1,payment,2016-03-01,cs2,100.00,,,,,,,,,
P2,C1,payment,2016-03-01,cs2,10.00,P1,'=typo,,,,,,,
V1,C1,void,2016-03-02,cs2,,P2,posted twice,,,,,,,
`
const ndjson = `{"id":"S1","case":"C2","kind":"screened","at":"2016-02-01","by":"team","suitability":"suitable"}
{"id":"R1","case":"C2","kind":"response","at":"2016-02-02T10:00:00Z","by":"team","answer":"yes","attempts":2,"offer":12.5,"urgent":true,"note":"a\\u00e9"}
{"id":"P1","case":"C1","kind":"payment","at":"2016-03-01","by":"cs2","amount":"100.00"}
{"id":"V1","case":"C1","kind":"void","at":"2016-03-02","by":"cs2","corrects":"P1","reason":"posted twice"}
`
const bank = `Ref;Case;Day;In;Out;Currency;Type
1;C1;03/11/2015;"1,234.50";;GBP;P
2;C2;29/02/2016;0.00;7.5;GBP;P
3;C77;01/03/2016;12.00;;GBP;P
4;;;;;;FEE
`
const ledger: Ledger = ledgerSchema.parse({
  ...{ id: 'bank', title: 'Bank', kind: 'payment', by: 'bank', delimiter: ';', date: 'DD/MM/YYYY', idPrefix: 'b-' },
  columns: { id: 'Ref', case: 'Case', at: 'Day', credit: 'In', debit: 'Out' },
  amount: { currency: 'GBP', currencyColumn: 'Currency', sign: 'debit_credit', thousands: ',' },
  refunds: { kind: 'payment' },
  skip: [{ column: 'Type', values: ['FEE'] }],
})

/** What goes wrong in files: quotes, other encodings, NULs, numbers that are none, names that objects have, depth, length. */
const pieces: readonly (string | Uint8Array)[] = [
  ...[
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\0',
    '\\',
    '\\u0000',
    '\\ud800',
    '\ufeff',
    "'=1+1",
    '=1+1',
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    '1e999',
    '-1e999',
    '1e-999',
    'NaN',
    'null',
    '-0',
    '0123',
    '1.005',
    '99999999999999999999',
    '2016-02-30',
    '9999-99-99',
  ],
  ...[
    '__proto__',
    'constructor',
    '"__proto__":{"a":1},',
    '"id":"P1",',
    'toString',
    '2016-03-01T25:61:61+99:99',
    'C1',
    'P1',
    'void',
  ],
  ...['[', '{"a":', '"'].map(each => each.repeat(20_000)),
  ...['x'.repeat(300_000), ','.repeat(5000), '\n'.repeat(5000), '😀', '\u202e'],
  ...[[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f]].map(bytes => Uint8Array.from(bytes)),
]

type Bytes = Buffer<ArrayBufferLike>
type Mutate = (bytes: Bytes, random: SimulationSource) => Bytes

const at = (bytes: Buffer, random: SimulationSource): number => random.pick(bytes.length + 1)
const splice = (bytes: Buffer, from: number, to: number, piece: Uint8Array): Bytes =>
  Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(to)])
const rowsOf = (bytes: Buffer): string[] => bytes.toString('latin1').split('\n')

const mutators: readonly Mutate[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    if (copy.length > 0) copy[random.pick(copy.length)] = random.pick(256)
    return copy
  },
  (bytes, random) => {
    const piece = pieces[random.pick(pieces.length)] ?? ''
    const from = at(bytes, random)
    return splice(
      bytes,
      from,
      random.pick(2) === 0 ? from : Math.min(bytes.length, from + random.pick(20)),
      Buffer.from(piece),
    )
  },
  (bytes, random) => bytes.subarray(0, at(bytes, random)),
  (bytes, random) => {
    const from = at(bytes, random)
    return splice(bytes, from, Math.min(bytes.length, from + random.pick(60)), Buffer.of())
  },
  (bytes, random) => {
    const rows = rowsOf(bytes)
    const [from, to] = [random.pick(rows.length), random.pick(rows.length)]
    rows.splice(to, 0, ...rows.splice(from, 1 - random.pick(2)), rows[from] ?? '')
    return Buffer.from(rows.join('\n'), 'latin1')
  },
]

function mutated(text: string, random: SimulationSource): Bytes {
  let bytes: Bytes = Buffer.from(text)
  for (let left = 1 + random.pick(4); left > 0; left -= 1) {
    bytes = mutators[random.pick(mutators.length)]?.(bytes, random) ?? bytes
  }
  return bytes
}

/**
 * Mutates event files, ledgers and streams and takes each through the code that reads and records. Every number from `from` to
 * `to` makes the same file at all times. `path` is where logs may be made, with a number after it.
 */
export async function fuzzEvents({ from, to, path }: { from: number; to: number; path: string }): Promise<FuzzReport> {
  const report: FuzzReport = { mutations: 0, recorded: 0, refused: 0, faults: [], slowest: 0 }
  for (let start = from; start < to; start += perLog) {
    const log = await openLog(`${path}-${start}.sqlite`)
    try {
      for (let number = start; number < Math.min(to, start + perLog); number += 1) await fuzzOne(number, log, report)
    } finally {
      await log.close()
    }
  }
  return report
}

/** Few, so that ids are mostly free, and many, so that some are not. */
const perLog = 50

async function fuzzOne(number: number, log: OutcomeLog, report: FuzzReport): Promise<void> {
  const random = simulationStream({ purpose: 'fuzz', seed: 'events', replicate: number })
  const way = ways[number % ways.length] as Way
  const bytes = mutated(way.base, random)
  const before = await log.head()
  const began = performance.now()
  let added = 0
  try {
    added = await way.record(bytes, log, report)
  } catch (error) {
    if (!(error instanceof TrialError)) report.faults.push(`${number}: ${error instanceof Error ? error.stack : error}`)
    else if (error.issues.length === 0) report.faults.push(`${number}: refused without a reason`)
    report.refused += 1
  }
  report.slowest = Math.max(report.slowest, performance.now() - began)
  report.mutations += 1
  const after = await log.head()
  if (after.count !== before.count + added) {
    report.faults.push(`${number}: the log grew by ${after.count - before.count}, and ${added} were recorded`)
  }
}

interface Way {
  base: string
  /** Records what it can, and returns how many events. */
  record(bytes: Buffer, log: OutcomeLog, report: FuzzReport): Promise<number>
}

const whole = async (
  file: { events: readonly LocatedEvent[]; issues: ConstructorParameters<typeof TrialError>[0] },
  log: OutcomeLog,
  report: FuzzReport,
): Promise<number> => {
  const { recorded, held } = await new Recorder(log, context, clock).recordAll(file)
  if (recorded + held !== file.events.length) report.faults.push('a file was recorded in part')
  const logged = new Set((await log.readAll()).map(eventText))
  if (!file.events.every(({ event }) => logged.has(eventText(event))))
    report.faults.push('the log lacks what was recorded')
  report.recorded += 1
  return recorded
}

const fileWay = (base: string, format: EventsFormat): Way => ({
  base,
  record: async (bytes, log, report) => whole(await readEvents({ path: 'fuzz', bytes }, kinds, format), log, report),
})

async function* inTwo(bytes: Buffer) {
  yield bytes.subarray(0, bytes.length / 2)
  yield bytes.subarray(bytes.length / 2)
}

const ways: readonly Way[] = [
  fileWay(csv, 'csv'),
  fileWay(ndjson, 'ndjson'),
  {
    base: bank,
    record: async (bytes, log, report) => whole(await readLedger({ path: 'fuzz', bytes }, ledger, kinds), log, report),
  },
  {
    base: ndjson,
    record: async (bytes, log, report) => {
      const readLine = eventLineReader(kinds)
      const recorder = new Recorder(log, context, clock)
      let recorded = 0
      for await (const lines of streamedLines('fuzz', inTwo(bytes))) {
        const read = lines.map(line => ('text' in line ? readLine(line.text, { file: 'fuzz', line: line.line }) : line))
        const events = read.flatMap(each => ('event' in each ? [{ event: each.event, place: { file: 'fuzz' } }] : []))
        const verdicts = await recorder.recordEach(events)
        recorded += verdicts.filter(({ state }) => state === 'recorded').length
        report.refused += verdicts.filter(({ state }) => state === 'refused').length + read.length - events.length
      }
      report.recorded += recorded
      return recorded
    },
  },
]
