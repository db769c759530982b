import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'
import { beforeAll, expect } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import type { EnrolmentEvent } from '../../src/model/enrolment.ts'
import type { FieldValue } from '../../src/model/event.ts'
import { type CloseOutcome, closeEnrolment } from '../../src/pipeline/enrolment/close-enrolment.ts'
import { type EnrolOutcome, type EnrolRequest, enrolCases } from '../../src/pipeline/enrolment/enrol.ts'
import { type OpenOutcome, type OpenRequest, openEnrolment } from '../../src/pipeline/enrolment/open-enrolment.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { type Evidence, type VerifiedStep, verifyRun } from '../../src/pipeline/verify-run.ts'
import { openExistingLog } from '../../src/storage/log/sqlite-log.ts'
import { issuesOf } from '../storage/temporary.ts'
import { snapshot } from './folders.ts'
import { replaced } from './small-trial.ts'

const missedPayment = fileURLToPath(new URL('../../trials/missed-payment-72h', import.meta.url))

export const secret = 'a3'.repeat(32)
export const recordedAt = '2013-02-01T09:00:00.000Z'
/** A day of enrolment. */
export const day = '2013-02-06'

const methods = ['direct_debit', 'earnings', 'other'] as const

/** A case that may take part on `day`, unless told otherwise. */
export const arriving = (number: number, more: Readonly<Record<string, FieldValue>> = {}) => ({
  id: `C${String(number).padStart(3, '0')}`,
  values: {
    missed_on: '2013-02-05',
    method: methods[(number * 7) % 3] as string,
    arrears: number * 100,
    linked_in_trial: false,
    ...more,
  },
})

export const several = (count: number, from = 1) => Array.from({ length: count }, (_, index) => arriving(from + index))

/** The trial of missed payments, and a run of it on which a test may do as it likes. */
export class SequentialRun {
  readonly folder: string
  readonly trial: string
  readonly run: string
  readonly secretFile: string

  constructor(folder: string) {
    this.folder = folder
    this.trial = join(folder, 'trial')
    this.run = join(folder, 'run')
    this.secretFile = join(folder, 'run.secret')
  }

  /** Puts the trial there; its allocation section may be another. */
  prepare(allocation?: string): this {
    mkdirSync(this.folder, { recursive: true })
    cpSync(missedPayment, this.trial, { recursive: true })
    // Tests change the protocol, and draw no data from its model.
    for (const name of ['synthetic.yaml', 'sizing.yaml']) rmSync(join(this.trial, name))
    if (allocation !== undefined) {
      const section = /^allocation:\n(?: {2}.*\n)+/m.exec(this.text('trial/protocol.yaml'))?.[0] ?? ''
      this.edit('trial/protocol.yaml', section, `allocation: ${allocation}\n`)
    }
    return this
  }

  copy(folder: string): SequentialRun {
    cpSync(this.folder, folder, { recursive: true })
    return new SequentialRun(folder)
  }

  text(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  edit(name: string, part: string, by: string): void {
    writeFileSync(join(this.folder, name), replaced(this.text(name), part, by))
  }

  async open(changes: Partial<OpenRequest> = {}): Promise<OpenOutcome> {
    const given = { secret: () => secret, clock: () => new Date(recordedAt) }
    return openEnrolment({ trial: await readTrial(this.trial), run: this.run, ...given, ...changes })
  }

  async enrol(cases: EnrolRequest['arriving'], changes: Partial<EnrolRequest> = {}): Promise<EnrolOutcome> {
    const given = { trial: await readTrial(this.trial), run: this.run, arriving: cases, at: day }
    return enrolCases({ ...given, clock: () => new Date(recordedAt), ...changes }, silent)
  }

  async close(secretFile?: string): Promise<CloseOutcome> {
    return closeEnrolment({ trial: await readTrial(this.trial), run: this.run, secretFile }, silent)
  }

  /** The steps that are not as they should be, or are absent with a reason. */
  async verify(evidence: Evidence = {}): Promise<VerifiedStep[]> {
    const { steps } = await verifyRun(await readTrial(this.trial), this.run, silent, evidence)
    return steps.filter(({ status, findings }) => status === 'differs' || findings.length > 0)
  }

  async findings(evidence: Evidence = {}): Promise<string[]> {
    return (await this.verify(evidence)).flatMap(({ findings }) => findings)
  }

  /** Changes the log behind its back, as somebody with a database tool would. */
  tamper(sql: string): void {
    const database = new Database(join(this.run, '05-outcomes.sqlite'))
    database.exec(`DROP TRIGGER IF EXISTS event_not_changed; DROP TRIGGER IF EXISTS event_not_deleted; ${sql}`)
    database.close()
  }
}

/** Makes copies of runs in a folder, each in one of its own. */
export function copiesIn(folder: string): (original: SequentialRun) => SequentialRun {
  let copies = 0
  return original => {
    copies += 1
    return original.copy(join(folder, `copy-${copies}`))
  }
}

/** Codes of the issues with which work is refused; it must leave the folder as it was, and tell nobody the secret. */
export async function refused(place: SequentialRun, work: () => unknown): Promise<string[]> {
  const before = snapshot(place.folder)
  const issues = await issuesOf(work)
  expect(snapshot(place.folder)).toEqual(before)
  expect(JSON.stringify(issues)).not.toContain(secret)
  return issues.map(({ code, place }) => [code, place.field].filter(part => part !== undefined).join(' '))
}

export const eventsOf = async ({ run }: SequentialRun): Promise<EnrolmentEvent[]> => {
  const log = openExistingLog(join(run, '05-outcomes.sqlite'))
  try {
    return (await log.readAll()) as EnrolmentEvent[]
  } finally {
    await log.close()
  }
}

/** Runs in a folder at each stage of enrolment, made before the tests of a file: 20 cases enrolled, and one refused. */
export function stagesIn(folder: string) {
  const bare = new SequentialRun(join(folder, 'bare')).prepare()
  const opened = bare.copy(join(folder, 'opened'))
  const enrolled = new SequentialRun(join(folder, 'enrolled'))
  const closed = new SequentialRun(join(folder, 'closed'))
  const ineligible = arriving(90, { missed_on: '2013-01-31', linked_in_trial: true })
  beforeAll(async () => {
    await opened.open()
    opened.copy(enrolled.folder)
    await enrolled.enrol([...several(10), ineligible, ...several(10, 11)])
    enrolled.copy(closed.folder)
    await closed.close()
  })
  return { bare, opened, enrolled, closed, ineligible }
}
