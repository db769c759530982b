import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { silent } from '../../src/core/progress.ts'
import { streamsOf } from '../../src/core/random.ts'
import { allocateSample } from '../../src/pipeline/allocate-sample.ts'
import { balanceRun } from '../../src/pipeline/balance-run.ts'
import { drawSampleOfRun } from '../../src/pipeline/draw-sample.ts'
import { generateCaseloadFile, generateEventsFile } from '../../src/pipeline/generate.ts'
import { analyseMasked } from '../../src/pipeline/masking/analyse-masked.ts'
import { type MaskOutcome, maskRun } from '../../src/pipeline/masking/mask-run.ts'
import { unmask } from '../../src/pipeline/masking/unmask.ts'
import { recordEventsOfRun } from '../../src/pipeline/record-events.ts'
import { type SealOutcome, sealRun } from '../../src/pipeline/sealing/seal-run.ts'
import { unsealRun } from '../../src/pipeline/sealing/unseal-run.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { unblindCase } from '../../src/pipeline/unblinding/unblind-case.ts'
import { verifyRun } from '../../src/pipeline/verify-run.ts'
import { writeKeyFile } from '../../src/storage/age/index.ts'
import { writeSmallTrial } from './small-trial.ts'

export const now = '2026-11-29T09:30:00.000Z'
const clock = () => new Date(now)

/** A seed that nobody guesses, and the reasons with which everything here is opened. */
export const seed = '5e'.repeat(32)
export const ground = { by: 'A. Statistician', reason: 'database locked' }

/** The small trial with its allocation and balance, events to record, and the keys of a statistician, a doctor on call and a stranger. */
export class SealedRun {
  readonly folder: string
  readonly trial: string
  readonly caseload: string
  readonly events: string
  readonly run: string

  constructor(folder: string) {
    this.folder = folder
    this.trial = join(folder, 'trial')
    this.caseload = join(folder, 'caseload.csv')
    this.events = join(folder, 'events.csv')
    this.run = join(folder, 'run')
  }

  key(name: 'statistician' | 'on-call' | 'stranger'): string {
    return join(this.folder, `${name}.key`)
  }

  /** `change` makes another protocol of that of the small trial. */
  async prepare(change: (protocol: string) => string = text => text): Promise<this> {
    mkdirSync(this.folder)
    writeSmallTrial(this.trial)
    const protocol = join(this.trial, 'protocol.yaml')
    writeFileSync(protocol, change(readFileSync(protocol, 'utf8')))
    const trial = await readTrial(this.trial)
    const { run, caseload, events } = this
    await generateCaseloadFile(trial, { cases: 800, seed: '7', out: caseload }, silent)
    await drawSampleOfRun({ trial, run, caseload, seed }, silent)
    await allocateSample({ trial, run, seed }, silent)
    await balanceRun({ trial, run, draws: '99' }, silent)
    await generateEventsFile(trial, { run, seed: '7', out: events }, silent)
    for (const name of ['statistician', 'on-call', 'stranger'] as const) await writeKeyFile(this.key(name))
    return this
  }

  /** Records that two of three cases paid, those of one arm more: too many for anything to be enumerated, and a test that does not stop early. */
  async recordPayers() {
    const [, ...allocated] = readFileSync(join(this.run, '04-allocation.csv'), 'utf8').trim().split('\n')
    const events = allocated.flatMap((line, index) => {
      const [id = ''] = line.split(',')
      const amount = 5 + (index % 17) + (line.includes('pwc_first') ? 6 : 0)
      return index % 3 === 0 ? [] : [`e${index},${id},payment,2016-03-01,bank,${amount}.50,ordinary`]
    })
    writeFileSync(this.events, `id,case,kind,at,by,amount,basis\n${events.join('\n')}\n`)
    return this.record()
  }

  copy(folder: string): SealedRun {
    cpSync(this.folder, folder, { recursive: true })
    return new SealedRun(folder)
  }

  async seal(to: readonly string[] = [this.key('statistician'), this.key('on-call')]): Promise<SealOutcome> {
    return sealRun({ trial: await readTrial(this.trial), run: this.run, to }, silent)
  }

  async unseal(changes: { key?: string; by?: string; reason?: string } = {}) {
    const request = { trial: await readTrial(this.trial), run: this.run, key: this.key('statistician'), clock }
    return unsealRun({ ...request, ...ground, ...changes }, silent)
  }

  async unblind(id: string, changes: { key?: string | undefined; by?: string; reason?: string } = {}) {
    const request = { trial: await readTrial(this.trial), run: this.run, case: id, key: this.key('on-call'), clock }
    return unblindCase({ ...request, ...ground, ...changes }, silent)
  }

  async record(events = this.events, key?: string) {
    return recordEventsOfRun({ trial: await readTrial(this.trial), run: this.run, events, key, clock }, silent)
  }

  get masked(): string {
    return join(this.folder, 'masked')
  }

  async mask(changes: { to?: readonly string[]; key?: string; draw?: string } = {}): Promise<MaskOutcome> {
    const { to = [this.key('statistician')], key, draw = 'first' } = changes
    const random = streamsOf(draw)('mask of a test', '')
    return maskRun({ trial: await readTrial(this.trial), run: this.run, out: this.masked, to, key, random }, silent)
  }

  async analyseMasked() {
    return analyseMasked(await readTrial(this.trial), this.masked, silent)
  }

  async unmask(changes: { key?: string; by?: string; reason?: string } = {}) {
    const { run, masked: folder } = this
    const request = { trial: await readTrial(this.trial), run, folder, key: this.key('statistician'), clock }
    return unmask({ ...request, ...ground, ...changes }, silent)
  }

  async verify() {
    return verifyRun(await readTrial(this.trial), this.run, silent)
  }
}
