import { issueKind, quote } from '../../core/errors.ts'
import type { Problem } from '../../model/validate.ts'

export const sizingMissing = issueKind(
  'power.sizing_missing',
  'input',
  'Nothing says what is expected of the outcomes, so that there is nothing to tell power of.',
  (folder: string, outcomes: readonly string[]) => ({
    place: { file: folder },
    expected: 'sizing.yaml in the trial folder, or --outcome with --rate or --sd',
    received: 'neither',
    action: `Give --outcome (${outcomes.join(', ')}) with --rate, the share of control cases, or --sd, pounds; docs/power.md describes sizing.yaml.`,
  }),
)

export const expectationUnusable = issueKind(
  'power.expectation',
  'usage',
  'What was said on the command line of an outcome cannot be so.',
  ({ path, expected, received, action }: Problem) => ({
    place: { field: `--${String(path.at(-1) ?? 'outcome')}` },
    expected,
    received: received ?? 'nothing',
    action: action ?? 'Change it.',
  }),
)

export const numberUnreadable = issueKind(
  'power.number',
  'usage',
  'A number on the command line cannot be read.',
  (flag: string, text: string) => ({
    place: { field: flag },
    expected: 'a number, as 0.0103; pounds as 59.30',
    received: quote(text),
    action: 'Write it with digits and at most one point.',
  }),
)
