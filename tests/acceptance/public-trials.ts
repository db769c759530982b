import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AllocatedCase, SampledCase } from '../../src/model/case.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { type DerivedAnalysis, deriveAnalysis } from '../../src/pipeline/derive-analysis.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { sharedData } from '../support/needs.ts'

/** One case of a public file: where it belongs, and what was recorded of it. */
export interface PublicCase {
  id: string
  arm: string
  stratum: string
  baseline: SampledCase['baseline']
  events: readonly Pick<OutcomeEvent, 'kind' | 'at' | 'fields'>[]
}

/** Records of a CSV without quoted commas. */
export function publicRecords(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(sharedData(file), 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])))
}

/** The plan of a protocol of tests/acceptance, carried out on cases that were allocated elsewhere. */
export async function analysePublicTrial(trial: string, cases: readonly PublicCase[]): Promise<DerivedAnalysis> {
  const folder = fileURLToPath(new URL(trial, import.meta.url))
  const sample = cases.map(({ id, stratum, baseline }): SampledCase => ({ id, stratum, cluster: id, baseline }))
  const allocation = cases.map(
    ({ id, arm, stratum }, index): AllocatedCase => ({
      id,
      arm,
      stratum,
      cluster: id,
      // Not in the public files; the analysis does not read it.
      probability: { numerator: 1, denominator: 1 },
      position: index + 1,
      linked: false,
    }),
  )
  const events = cases.flatMap(({ id, events }) =>
    events.map((event, index): OutcomeEvent => ({ id: `${id}-${index + 1}`, case: id, by: 'public-data', ...event })),
  )
  return deriveAnalysis(await readTrial(folder), { sample, allocation, events }, null)
}
