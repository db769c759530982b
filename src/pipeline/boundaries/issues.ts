import { issueKind, quote } from '../../core/errors.ts'

export const settingInvalid = issueKind(
  'boundaries.setting_invalid',
  'usage',
  'A number that boundaries are asked for with is none, or makes no sense.',
  (flag: string, expected: string, received: string) => ({
    place: { field: flag },
    expected,
    received: quote(received),
    action: `Give ${flag} anew, or leave it out to take what the trial's files say.`,
  }),
)

export const sharesInvalid = issueKind(
  'boundaries.shares_invalid',
  'usage',
  'The shares of the information at the looks do not increase, or are not above 0 and up to 1.',
  (received: string) => ({
    place: { field: '--shares' },
    expected: 'increasing shares of the information above 0 and up to 1, with commas between; the end is added',
    received: quote(received),
    action: 'Give them as 0.25,0.5,0.75, or give --looks N for looks that are equally far apart.',
  }),
)

export const ruleUnknown = issueKind(
  'boundaries.rule_unknown',
  'usage',
  'A boundary is asked for by a name that there is not, or without the number that it needs.',
  (flag: string, received: string, known: readonly string[]) => ({
    place: { field: flag },
    expected: `one of ${known.join(', ')}`,
    received: quote(received),
    action: 'Write it as one of these.',
  }),
)

export const nameUnknown = issueKind(
  'boundaries.name_unknown',
  'usage',
  'Boundaries are asked for an outcome or an arm that the trial does not have, or for one that gives no difference.',
  (flag: string, received: string, known: readonly string[]) => ({
    place: { field: flag },
    expected: `one of ${known.join(', ')}`,
    received: quote(received),
    action: 'Name one of these.',
  }),
)

export const settingOutOfPlace = issueKind(
  'boundaries.setting_out_of_place',
  'usage',
  'A setting of boundaries has no meaning beside the others.',
  (flag: string, expected: string, action: string) => ({
    place: { field: flag },
    expected,
    received: flag,
    action,
  }),
)

export const scaleUnknown = issueKind(
  'boundaries.scale_unknown',
  'input',
  'Nothing says how much the outcome varies, so that a boundary cannot be put in its unit.',
  (flag: '--rate' | '--sd', outcome: string) => ({
    place: { field: flag },
    expected: `${flag === '--rate' ? 'the share of cases with' : 'the standard deviation of'} ${quote(outcome)}, which sizing.yaml does not give`,
    received: 'nothing',
    action:
      flag === '--rate' ? 'Give it as --rate 0.01 for one case in a hundred.' : 'Give it in pounds a case, as --sd 60.',
  }),
)

export const sizesUnknown = issueKind(
  'boundaries.sizes_unknown',
  'input',
  'Neither the protocol nor sizing.yaml says how many cases the arms have.',
  (arms: readonly string[]) => ({
    place: { field: '--cases' },
    expected: `the planned cases of each arm: neither the protocol nor sizing.yaml gives them for ${arms.join(' and ')}`,
    received: 'nothing',
    action: 'Give --cases N for each of the two arms.',
  }),
)

export const noBreakEven = issueKind(
  'boundaries.no_break_even',
  'input',
  'The effect that pays for the arm is asked for where there is none.',
  (why: string) => ({
    place: { field: '--effect' },
    expected: 'an amount of money as the outcome, and an arm that costs more than the other by protocol.yaml',
    received: why,
    action:
      'Name an outcome in pounds with --outcome, write the costs into protocol.yaml, or give --effect as a number.',
  }),
)
