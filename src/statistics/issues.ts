import { issueKind, quote } from '../core/errors.ts'

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

export const unknownStatistic = issueKind(
  'statistics.unknown_statistic',
  'input',
  'A randomisation method was planned with a statistic that it does not have.',
  (method: string, statistic: string, known: readonly string[]) => ({
    place: { field: method },
    expected: `one of the statistics ${known.join(', ')}`,
    received: quote(statistic),
    action: 'Set `statistic` of the analysis in the plan.',
  }),
)

export const noResult = issueKind(
  'statistics.no_result',
  'input',
  'A result was taken from a computation that has none.',
  (reason: string, detail: string) => ({
    expected: 'a computed result',
    received: `none (${reason}): ${detail}`,
    action: 'Look at `status` first where a result can be undefined.',
  }),
)
