import { issueKind } from '../../core/errors.ts'

export const chunkWith = issueKind(
  'analysis.chunk_with',
  'usage',
  'A part was asked for of an analysis that is made in one piece.',
  (flag: string) => ({
    place: { field: flag },
    expected: '--chunk for the plan on the recorded outcomes of a run',
    received: `--chunk and ${flag}`,
    action: 'Leave one of them out.',
  }),
)

export const nothingDrawn = issueKind(
  'analysis.nothing_drawn',
  'input',
  'A part was asked for of an analysis that draws nothing.',
  () => ({
    place: { file: 'plan.yaml' },
    expected: 'an analysis by a bootstrap, random tables or a randomisation test',
    received: 'none',
    action: 'Run `equipoise analyse` without --chunk.',
  }),
)
