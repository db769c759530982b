import { streamsOf } from '../../src/core/random.ts'
import { drawSample, type SamplingProtocol } from '../../src/design/index.ts'
import type { CaseTable, ExactProbability } from '../../src/model/case.ts'
import { type Sampling, samplingSchema } from '../../src/model/sampling.ts'
import { samplingProtocol } from './designs.ts'

/** What one sampling draws from the golden cases. */
export interface GoldenDraw {
  sampling: Sampling
  /** Drawn ids in order. */
  sample: string[]
  /** Probability of each stratum. */
  inclusion: Record<string, string>
  /** Reserve lists: `[id, stratum, place]`. */
  replacements: [string, string, number][]
  /** Numbers of each stratum in each arm and how often labels were drawn, until representative. */
  targets: Record<string, Record<string, number>> | null
  attempts: number | null
}

export interface SamplingVectors {
  seed: string
  strata: string[]
  /** `[id, stratum, cluster or null, amount or null]`. */
  eligible: [string, string, string | null, number | null][]
  draws: GoldenDraw[]
}

/** The golden cases as a caseload. */
export const goldenFrame = ({ eligible }: Pick<SamplingVectors, 'eligible'>): CaseTable => ({
  ids: eligible.map(([id]) => id),
  columns: new Map<string, (string | number | null)[]>([
    ['scheme', eligible.map(([, stratum]) => stratum)],
    ['nrp', eligible.map(([, , cluster]) => cluster)],
    ['amount', eligible.map(([, , , amount]) => amount)],
  ]),
})

/** What a sampling draws now. */
export function samplingGolden(
  vectors: Pick<SamplingVectors, 'seed' | 'strata' | 'eligible'>,
  sampling: unknown,
): Omit<GoldenDraw, 'sampling'> {
  const base = samplingProtocol(vectors.strata, samplingSchema.parse(sampling))
  const amount = { id: 'amount', title: 'Amount', type: 'integer', optional: true } as const
  const protocol: SamplingProtocol = {
    ...base,
    caseload: { ...base.caseload, fields: [...base.caseload.fields, amount] },
  }
  const rows = [...vectors.eligible.keys()]
  const drawn = drawSample(goldenFrame(vectors), rows, protocol, streamsOf(vectors.seed))
  return {
    sample: drawn.cases.map(({ id }) => id),
    inclusion: Object.fromEntries(Object.entries(drawn.inclusion).map(([stratum, each]) => [stratum, text(each)])),
    replacements: drawn.replacements.map(({ id, stratum, order }) => [id, stratum, order]),
    targets: drawn.targets === undefined ? null : (structuredClone(drawn.targets.table) as GoldenDraw['targets']),
    attempts: drawn.targets?.attempts ?? null,
  }
}

const text = ({ numerator, denominator }: ExactProbability): string => `${numerator}/${denominator}`
