import { AsyncLocalStorage } from 'node:async_hooks'
import { InternalError, refuseIfAny, TrialError } from '../../core/errors.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import { type ChainBreak, chainHash, emptyHead, findChainBreak, type LogHead } from './chain.ts'
import { logDuplicate, logUnreadable } from './issues.ts'
import type { LogStore } from './log-store.ts'
import type { Clock, LoggedEvent, LogReader, LogSnapshot, LogWriter, OutcomeLog } from './outcome-log.ts'
import { eventOfText, eventText, type StoredEvent, textIssues } from './stored-event.ts'

/** Rows that are read or written in one go: enough to be quick, few enough for the memory. */
const pageRows = 2000
/** A page also ends here, so that large texts do not add up. */
const pageCharacters = 16_000_000

/** How calls reach a store: outside a transaction each waits for its turn, inside they follow each other anyway. */
type Turn = <T>(work: () => Promise<T>) => Promise<T>

/** Reads a log from whatever store it is in. */
class ChainReader implements LogReader {
  protected readonly store: LogStore
  private readonly turn: Turn

  constructor(store: LogStore, turn: Turn) {
    this.store = store
    this.turn = turn
  }

  get place(): string {
    return this.store.place
  }

  async head(): Promise<LogHead> {
    return (await this.turn(() => this.store.last())) ?? emptyHead
  }

  async readAll(): Promise<readonly OutcomeEvent[]> {
    return (await this.snapshot()).events
  }

  async snapshot(): Promise<LogSnapshot> {
    const events: OutcomeEvent[] = []
    let head = emptyHead
    for await (const page of this.pages()) {
      for (const { event } of page) events.push(eventOfText(this.place, event))
      const last = page.at(-1)
      if (last !== undefined) head = { count: last.seq, hash: last.hash }
    }
    return { events, head }
  }

  async readAfter(count: number): Promise<readonly LoggedEvent[]> {
    const logged: LoggedEvent[] = []
    for await (const page of this.pages(count)) {
      for (const { seq, event, previous, hash } of page) {
        logged.push({ seq, event: eventOfText(this.place, event), previous, hash })
      }
    }
    return logged
  }

  /** Every row, those too that somebody put at a position where no log has any. */
  async *pages(after = Number.MIN_SAFE_INTEGER): AsyncGenerator<readonly StoredEvent[]> {
    for (let last = after; ; ) {
      const page = await this.turn(() => this.store.page(last, pageRows))
      if (page.length > 0) yield page
      const next = page.at(-1)?.seq ?? last
      if (page.length < pageRows || !Number.isSafeInteger(next)) return
      last = next
    }
  }
}

/** Writes a log, inside a transaction of its store. */
class ChainWriter extends ChainReader implements LogWriter {
  /** Why a call failed, with some of its rows added: the transaction cannot be kept, even if nobody minds. */
  failure: unknown

  append(events: Iterable<OutcomeEvent>, clock: Clock): Promise<LogHead> {
    return this.orGiveUp(() => this.appendAll(events, clock))
  }

  restore(pages: AsyncIterable<readonly StoredEvent[]>): Promise<LogHead> {
    return this.orGiveUp(() => this.restoreAll(pages))
  }

  private async orGiveUp(work: () => Promise<LogHead>): Promise<LogHead> {
    try {
      return await work()
    } catch (error) {
      this.failure ??= error
      throw error
    }
  }

  private async appendAll(events: Iterable<OutcomeEvent>, clock: Clock): Promise<LogHead> {
    let head = await this.head()
    const recordedAt = clock().toISOString()
    // The next batch is made while the store takes the last.
    let inserted = Promise.resolve()
    try {
      for (const batch of batches(this.place, events)) {
        const rows = batch.map(({ id, text }): StoredEvent => {
          const previous = head.hash
          head = { count: head.count + 1, hash: chainHash(previous, text) }
          return { seq: head.count, id, event: text, recordedAt, previous, hash: head.hash }
        })
        await inserted
        inserted = this.insert(rows)
      }
    } finally {
      await inserted
    }
    return head
  }

  private async restoreAll(pages: AsyncIterable<readonly StoredEvent[]>): Promise<LogHead> {
    let head = await this.head()
    for await (const rows of pages) {
      for (const { seq, previous, event, hash } of rows) {
        const follows = seq === head.count + 1 && previous === head.hash && chainHash(previous, event) === hash
        if (!follows)
          throw new TrialError([logUnreadable(this.place, `event ${seq} does not follow the one before it`)])
        head = { count: seq, hash }
      }
      await this.insert(rows)
    }
    return head
  }

  private async insert(rows: readonly StoredEvent[]): Promise<void> {
    const held = await this.store.insert(rows)
    refuseIfAny(held.map(id => logDuplicate(this.place, id)))
  }
}

interface EventText {
  id: string
  text: string
}

/** Events as a log stores them, some thousands at a time, so that the texts of a large file are never all in memory. */
function* batches(place: string, events: Iterable<OutcomeEvent>): Generator<readonly EventText[]> {
  let batch: EventText[] = []
  let characters = 0
  for (const event of events) {
    const text = eventText(event)
    refuseIfAny(textIssues(place, event, text))
    batch.push({ id: event.id, text })
    characters += text.length
    if (batch.length < pageRows && characters < pageCharacters) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}

/** A log over a store: the hash chain, all or nothing, and one call after the other. */
export class ChainedLog extends ChainReader implements OutcomeLog {
  private readonly queue: Queue

  constructor(store: LogStore) {
    const queue = new Queue()
    super(store, work => queue.run(work))
    this.queue = queue
  }

  async append(events: Iterable<OutcomeEvent>, clock: Clock): Promise<LogHead> {
    if (Array.isArray(events) && events.length === 0) return this.head()
    return this.exclusively(writer => writer.append(events, clock))
  }

  exclusively<T>(work: (writer: LogWriter) => T | Promise<T>): Promise<T> {
    return this.queue.run(async () => {
      let isOver = false
      try {
        await this.store.begin()
        const writer = new ChainWriter(this.store, each => {
          if (isOver) throw new InternalError('a writer of the outcome log was used after its transaction')
          return each()
        })
        const result = await work(writer)
        if (writer.failure !== undefined) throw writer.failure
        await this.store.commit()
        return result
      } catch (error) {
        await this.store.rollback()
        throw error
      } finally {
        isOver = true
      }
    })
  }

  verifyChain(expected?: LogHead): Promise<ChainBreak | undefined> {
    return findChainBreak(() => this.pages(), expected)
  }

  close(): Promise<void> {
    return this.queue.run(() => this.store.close())
  }
}

/** Runs work one after the other. */
class Queue {
  private last: Promise<unknown> = Promise.resolve()
  private readonly inside = new AsyncLocalStorage<true>()

  async run<T>(work: () => Promise<T>): Promise<T> {
    // It would wait for itself for ever.
    if (this.inside.getStore()) throw new InternalError('inside a transaction of the outcome log, ask its writer')
    const result = this.last.then(() => this.inside.run(true, work))
    this.last = result.catch(() => undefined)
    return result
  }
}
