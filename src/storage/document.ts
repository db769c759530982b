import { TrialError } from '../core/errors.ts'
import { type CrossCheck, type DocumentOf, type DocumentSchema, validate } from '../model/validate.ts'
import { documentInvalid } from './issues.ts'
import { readYaml } from './yaml.ts'

/**
 * Reads a YAML file of a trial against its schema and cross-checks. Throws one `TrialError` with every problem, each at its
 * line and column: an unknown key at the key, a missing one at the part that lacks it.
 */
export function readDocument<S extends DocumentSchema>(
  path: string,
  schema: S,
  checks: readonly CrossCheck<DocumentOf<S>>[] = [],
): DocumentOf<S> {
  const document = readYaml(path)
  const validation = validate(schema, checks, document.value)
  if (validation.ok) return validation.value
  throw new TrialError(
    validation.problems.map(({ path: at, at: part, expected, received, action }) =>
      documentInvalid(document.locate(at, part), expected, received, action),
    ),
  )
}
