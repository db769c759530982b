import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../src/core/hash.ts'
import { streamsOf } from '../../src/core/random.ts'
import { allocate, allocationMethod, type SamplingProtocol } from '../../src/design/index.ts'
import type { SampledCase } from '../../src/model/case.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Protocol } from '../../src/model/protocol.ts'
import { allocationText, sampleText } from '../../src/pipeline/case-files.ts'
import { exportVerifier } from '../../src/pipeline/export-verifier.ts'
import { writeArtefact } from '../../src/pipeline/run-folder.ts'
import { needsCommand, needsRPackage } from './needs.ts'

export interface Verdict {
  status: number | null
  stdout: string
  stderr: string
}

const programs = { '04-verify.py': ['python3', '-B'], '04-verify.R': ['Rscript'] } as const
export type VerifierName = keyof typeof programs

/** The verifier scripts that can be run here. */
export const verifierNames: readonly VerifierName[] = [
  ...(needsCommand('python3') ? (['04-verify.py'] as const) : []),
  ...(needsCommand('Rscript') && needsRPackage('digest') ? (['04-verify.R'] as const) : []),
]

/** Runs one verifier of a run folder. Its working folder is another, and its locale knows nothing but ASCII. */
export function runVerifier(run: string, name: VerifierName, env: NodeJS.ProcessEnv = {}): Verdict {
  const [program, ...options] = programs[name]
  const { status, stdout, stderr } = spawnSync(program, [...options, join(run, name)], {
    encoding: 'utf8',
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', ...env },
  })
  return { status, stdout, stderr }
}

/** A run folder with a sample, its allocation and the verifiers, of a protocol that need not be one that files can hold. */
export function writeRunWithVerifiers(
  run: string,
  protocol: SamplingProtocol,
  sample: readonly SampledCase[],
  seed: string,
): void {
  mkdirSync(run, { recursive: true })
  const trial = {
    folder: run,
    protocol: { id: 'made-up', ...protocol } as unknown as Protocol,
    plan: {} as Plan,
    hashes: { protocol: '0'.repeat(64), plan: '' },
    benchmarks: [],
  }
  const facts = (schema: 'sample' | 'allocation') => ({
    schema: `equipoise/${schema}-manifest/1` as const,
    trial: 'made-up',
    notice: null,
    inputs: { '03-sample.csv': content },
    algorithm: allocationMethod(protocol).algorithm,
    seed,
  })
  const text = sampleText(
    sample.map(each => ({ ...each, probability: { numerator: 1, denominator: 1 } })),
    trial.protocol,
  )
  const content = sha256(text)
  writeArtefact(run, 'sample', text, facts('sample'))
  const allocated = allocate(sample, protocol, streamsOf(seed))
  writeArtefact(run, 'allocation', allocationText(allocated), facts('allocation'))
  exportVerifier(trial, run)
}
