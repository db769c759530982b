import { issueKind } from '../core/errors.ts'

export const oneLevelNeeded = issueKind(
  'statistics.one_level_needed',
  'input',
  'A method of proportions was planned for an outcome with several levels, without saying which level counts.',
  (outcome: string, levels: readonly string[]) => ({
    place: { field: outcome },
    expected: 'an outcome with one level that counts as an event',
    received: `${levels.length} levels: ${levels.join(', ')}`,
    action: 'Set `level` of the analysis in the plan.',
  }),
)
