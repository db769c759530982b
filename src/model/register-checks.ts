import { quote } from '../core/errors.ts'
import { named } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'

/** What the register section says of fields that the caseload does not bear out. */
export function registerProblems({ register, caseload }: Partial<Protocol>): Problem[] {
  if (register === undefined || caseload === undefined) return []
  const { field, through } = register
  const known = caseload.fields.map(({ id }) => id)
  const taken = field === caseload.caseId || known.includes(field)
  return [
    ...(taken
      ? [
          {
            path: ['register', 'field'],
            expected: 'a name that no column of the caseload has, as the register fills it in',
            received: quote(field),
          },
        ]
      : []),
    ...(through === undefined ? [] : named(['register', 'through'], 'field', through, known)),
    ...(through !== undefined && registerColumns.includes(through)
      ? [
          {
            path: ['register', 'through'],
            expected: `none of the columns ${registerColumns.join(', ')}`,
            received: quote(through),
          },
        ]
      : []),
  ]
}

/** The columns of a register, beside that of `through`. */
export const registerColumns = ['trial', 'case', 'from', 'to']
