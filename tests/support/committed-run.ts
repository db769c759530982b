import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { silent } from '../../src/core/progress.ts'
import { allocateSample } from '../../src/pipeline/allocate-sample.ts'
import { type CommitOutcome, type CommitRequest, commitRun } from '../../src/pipeline/commit/commit-run.ts'
import { drawSampleOfRun } from '../../src/pipeline/draw-sample.ts'
import { generateCaseloadFile } from '../../src/pipeline/generate.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { type Verification, verifyRun } from '../../src/pipeline/verify-run.ts'
import { writeSmallTrial } from './small-trial.ts'

export const secret = 'a3'.repeat(32)
export const round = 'drand quicknet round 12345678'
/** What a beacon might have published. */
export const beacon = '8C1F0e5d2b7a49633f1d5e8890ab4c21'
export const recordedAt = '2026-11-29T03:21:46.158Z'

/** The small trial, 800 made-up cases, and a run with a commitment on which a test may do as it likes. */
export class CommittedRun {
  readonly folder: string
  readonly trial: string
  readonly caseload: string
  readonly run: string
  readonly secretFile: string

  constructor(folder: string) {
    this.folder = folder
    this.trial = join(folder, 'trial')
    this.caseload = join(folder, 'caseload.csv')
    this.run = join(folder, 'run')
    this.secretFile = join(folder, 'run.secret')
  }

  async prepare(): Promise<this> {
    mkdirSync(this.folder)
    writeSmallTrial(this.trial)
    await generateCaseloadFile(await readTrial(this.trial), { cases: 800, seed: '7', out: this.caseload }, silent)
    return this
  }

  copy(folder: string): CommittedRun {
    cpSync(this.folder, folder, { recursive: true })
    return new CommittedRun(folder)
  }

  async commit(changes: Partial<CommitRequest> = {}): Promise<CommitOutcome> {
    const { run, caseload } = this
    const given = { beaconRound: round, secret: () => secret, clock: () => new Date(recordedAt) }
    return commitRun({ trial: await readTrial(this.trial), run, caseload, ...given, ...changes }, silent)
  }

  async sample(changes: { seed?: string; beacon?: string | undefined; caseload?: string; secretFile?: string } = {}) {
    const { run, caseload } = this
    return drawSampleOfRun({ trial: await readTrial(this.trial), run, caseload, beacon, ...changes }, silent)
  }

  async allocate(changes: { seed?: string; beacon?: string | undefined } = {}) {
    return allocateSample({ trial: await readTrial(this.trial), run: this.run, beacon, ...changes }, silent)
  }

  async verify(): Promise<Verification> {
    return verifyRun(await readTrial(this.trial), this.run, silent)
  }
}
