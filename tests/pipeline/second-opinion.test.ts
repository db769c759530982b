import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CheckFailed } from '../../src/core/errors.ts'
import { silent } from '../../src/core/progress.ts'
import { reconstruct } from '../../src/pipeline/reconstruct.ts'
import { reproducePage } from '../../src/pipeline/reproduce-page.ts'
import { disagreements, requireAgreement } from '../../src/pipeline/second-opinion.ts'
import { findTrial, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'

/** What our own chi-squared tail is wrong by: too little to change any printed digit. */
const fault = vi.hoisted(() => ({ size: 0 }))
vi.mock('../../src/numerics/distributions/chi-squared.ts', async original => {
  const own = await original<typeof import('../../src/numerics/distributions/chi-squared.ts')>()
  return { ...own, chiSquaredUpperTail: (x: number, df: number) => own.chiSquaredUpperTail(x, df) + fault.size }
})

let trial: Trial
let out: string

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'equipoise-opinion-'))
  trial = await readTrial(findTrial('part-payment'))
})

afterAll(() => rmSync(out, { recursive: true, force: true }))

const analysis = {
  id: 'payers_test',
  secondOpinion: [
    { of: 'P of X²', ours: 0.25, theirs: 0.26, tolerance: 1e-6, status: 'disagrees' as const },
    { of: 'lower limit of control', ours: 0.25, theirs: 0.25, tolerance: 1e-6, status: 'agrees' as const },
    { of: 'upper limit of control', ours: 0.25, status: 'outside_window' as const },
  ],
}

describe('the second opinion', () => {
  it('names the analysis, our number and theirs', () => {
    expect(disagreements([analysis])).toEqual(['payers_test: P of X² is 0.25 here and 0.26 by jStat'])
    expect(() => requireAgreement([analysis])).toThrow(CheckFailed)
  })

  it('passes where it agrees or has nothing to say', () => {
    const rest = { ...analysis, secondOpinion: analysis.secondOpinion.slice(1) }
    expect(disagreements([rest])).toEqual([])
    expect(() => requireAgreement([rest])).not.toThrow()
  })

  it('holds for every P and limit of the printed page', async () => {
    fault.size = 0
    const { findings, unexpected } = await reproducePage(trial, join(out, 'right'), silent)
    expect(unexpected).toEqual([])
    const opinions = findings.analyses.flatMap(({ secondOpinion }) => secondOpinion)
    expect(opinions.length).toBeGreaterThan(40)
    // jStat has no distribution of Dunnett's: P and two limits of two contrasts.
    const without = opinions.filter(({ status }) => status !== 'agrees')
    expect(without.map(({ of, status }) => [of.endsWith('(Dunnett)'), status])).toEqual(
      Array(6).fill([true, 'outside_window']),
    )
  })

  it('makes a wrong P of the page unexpected', async () => {
    fault.size = 2e-6
    const { comparison, unexpected } = await reproducePage(trial, join(out, 'wrong'), silent)
    expect(comparison.totals.unexpected).toBe(0)
    expect(unexpected).toHaveLength(1)
    expect(unexpected[0]).toMatch(/^payers_test: P of X² is 0\.257355\d* here and 0\.257353\d* by jStat$/)
  })

  it('fails the analysis of a run with exit code 1, after its results are written', async () => {
    fault.size = 2e-6
    const run = join(out, 'run')
    const failure = await reconstruct({ trial, out: run, clock: () => new Date('2016-08-01T00:00:00Z') }, silent).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(CheckFailed)
    const { findings, exitCode } = failure as CheckFailed
    expect(exitCode).toBe(1)
    expect(findings.map(line => line.split(':')[0])).toEqual(['payers_test', 'amount_test'])
    expect(readFileSync(join(run, '08-results.json'), 'utf8')).toContain('"status":"disagrees"')
    expect(existsSync(join(run, '09-economics.json'))).toBe(true)
  })
})
