import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaced } from '../../support/small-trial.ts'

/** A folder that a row may spoil: a trial, a caseload, a run of it with recorded events, and a cut Parquet file. */
export class Place {
  readonly folder: string
  readonly trial: string
  readonly caseload: string
  readonly events: string
  readonly run: string
  /** A run folder that is not there yet. */
  readonly fresh: string

  constructor(folder: string) {
    this.folder = folder
    this.trial = join(folder, 'trial')
    this.caseload = join(folder, 'caseload.csv')
    this.events = join(folder, 'events.csv')
    this.run = join(folder, 'run')
    this.fresh = join(folder, 'fresh')
  }

  put(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Replaces a part of a file, which must hold it. */
  edit(path: string, part: string, by: string): void {
    writeFileSync(path, replaced(readFileSync(path, 'utf8'), part, by))
  }

  protocol(part: string, by: string): void {
    this.edit(join(this.trial, 'protocol.yaml'), part, by)
  }

  /** Removes the log. */
  forgetEvents(): void {
    rmSync(join(this.run, '05-outcomes.sqlite'))
  }

  /** Lines of the caseload, the header first. */
  caseloadLines(): string[] {
    return readFileSync(this.caseload, 'utf8').trimEnd().split('\n')
  }

  /** Ids of the cases in an arm. */
  casesIn(arm: string): string[] {
    const rows = readFileSync(join(this.run, '04-allocation.csv'), 'utf8').split('\n')
    return rows.flatMap(row => (row.split(',')[3] === arm ? [row.split(',')[0] ?? ''] : []))
  }

  /** A case of the caseload without an arm. */
  notAllocated(): string {
    const allocated = readFileSync(join(this.run, '04-allocation.csv'), 'utf8')
    const ids = this.caseloadLines().slice(1).map(idOf)
    return required(ids.find(id => !allocated.includes(id)))
  }

  eventLines(): string[] {
    return readFileSync(this.events, 'utf8').trimEnd().split('\n')
  }

  /** A case of an arm without any event. */
  quietCase(arm: string): string {
    const withEvents = new Set(this.eventLines().map(line => line.split(',')[1]))
    return required(this.casesIn(arm).find(id => !withEvents.has(id)))
  }

  /** A case that was found unsuitable for a call. */
  unsuitableCase(): string {
    const cells = this.eventLines().map(line => line.split(','))
    const suitable = (cells[0] ?? []).indexOf('suitable')
    return required(cells.find(row => row[suitable] === 'false')?.[1])
  }
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the events of this seed hold no such case')
  return found
}

const idOf = (line: string): string => line.split(',')[0] ?? ''

export interface BadInput {
  name: string
  /** Makes the input and gives the command line. */
  make(place: Place): readonly string[]
  exit: number
  /** Codes of all issues, in their order. */
  codes: readonly string[]
  /** Pieces of the message. */
  says: readonly string[]
}

export const sample = (place: Place, caseload: string): string[] => [
  ...['sample', place.trial, '--caseload', caseload, '--seed', '2015', '--run', place.fresh],
]

export const record = (place: Place, events: string): string[] => [
  ...['record', place.trial, '--events', events, '--run', place.run],
]
