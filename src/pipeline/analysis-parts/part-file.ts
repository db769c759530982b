import { hashFile } from '../../core/hash.ts'
import { type AnalysisPart, analysisPartSchema } from '../../model/analysis-part.ts'
import { blockSize } from '../../model/method.ts'
import type { LogHead } from '../../storage/log/chain.ts'
import type { DrawingJob } from '../drawing-job.ts'
import { packageVersion } from '../package-folder.ts'
import type { Chunk } from '../parts/chunk.ts'
import { asJson, fromJson, otherLengths, type PartKind } from '../parts/part-file.ts'
import { blocksOfJob } from '../resample.ts'
import { artefactPath, artefacts, manifestName, manifestPath } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { DrawnShare } from './draw-share.ts'
import { sharesOf } from './shares.ts'

/** What a part was made from: alike in all parts of an analysis, but for which one it is. */
export type PartHead = Omit<AnalysisPart, 'drawn' | 'sha256'>

/** The head of a part of a run's analysis. */
export async function headOfPart(
  { protocol, hashes }: Trial,
  { run, logHead, jobs }: { run: string; logHead: LogHead; jobs: readonly DrawingJob[] },
  { part, parts }: Chunk,
): Promise<PartHead> {
  return {
    schema: 'equipoise/analysis-part/1',
    trial: protocol.id,
    inputs: {
      'protocol.yaml': hashes.protocol,
      'plan.yaml': hashes.plan,
      [artefacts.sample]: await hashFile(artefactPath(run, 'sample')),
      // It has the targets that the sample drew, where it did.
      [manifestName('sample')]: await hashFile(manifestPath(run, 'sample')),
      [artefacts.allocation]: await hashFile(artefactPath(run, 'allocation')),
      [artefacts.log]: logHead.hash,
    },
    versions: { equipoise: packageVersion(), node: process.versions.node },
    ...{ part, parts },
    analyses: jobs.map(job => ({ id: job.id, method: job.method, blocks: blocksOfJob(job) })),
  }
}

/** What a part holds beside its head. */
export const contentOf = (shares: readonly DrawnShare[]) => ({
  drawn: shares.map(({ blocks, tally }) => ({ blocks, numbers: asJson(tally) })),
})

/** What a part drew. */
export const drawnIn = ({ drawn }: AnalysisPart): DrawnShare[] =>
  drawn.map(({ blocks, numbers }) => ({ blocks, tally: fromJson(numbers) }))

/** A part of an analysis, which holds blocks of its number. */
export const analysisPart: PartKind<typeof analysisPartSchema> = {
  schema: analysisPartSchema,
  check: ({ part, parts, analyses, drawn }) => {
    if (part === undefined || parts === undefined || analyses === undefined || drawn === undefined) return []
    const shares = sharesOf(
      analyses.map(({ blocks }) => blocks),
      parts,
    )
    if (part > parts || parts > shares.blocks)
      return [{ path: ['part'], expected: 'a part of the blocks', received: `${part} of ${parts}` }]
    if (drawn.length !== analyses.length)
      return [{ path: ['drawn'], expected: `${analyses.length} analyses`, received: String(drawn.length) }]
    return drawn.flatMap(({ blocks, numbers }, at) => {
      const most = shares.of(at, part).length
      return blocks > most
        ? [{ path: ['drawn', at, 'blocks'], expected: `at most ${most}`, received: String(blocks) }]
        : otherLengths(numbers, blocks * blockSize, ['drawn', at, 'numbers'])
    })
  },
}
