import { type Issue, issueKind } from '../core/errors.ts'

export const notFinite = issueKind(
  'economics.not_finite',
  'input',
  'A cost, a difference or a value that economics are worked out from is no finite number.',
  (field: string, value: number) => ({
    place: { field },
    expected: 'a finite number',
    received: String(value),
  }),
)

/** An issue for each number that is given and is not finite. */
export const notFiniteAmong = (values: object): Issue[] =>
  Object.entries(values).flatMap(([field, value]) =>
    typeof value === 'number' && !Number.isFinite(value) ? [notFinite(field, value)] : [],
  )
