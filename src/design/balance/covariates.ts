import { daysOf } from '../../core/civil-date.ts'
import type { SampledCase } from '../../model/case.ts'
import type { FieldValue } from '../../model/event.ts'
import type { CaseField, Protocol } from '../../model/protocol.ts'

/** A baseline field as numbers: its value, one of its levels, or whether it is missing. */
export interface Covariate {
  /** `nrp_age`, `scheme:1993`, `last_payment (missing)`. */
  term: string
  field: string
  of: 'value' | 'level' | 'missing'
  level: string | null
  /** Shares are of cases, amounts in pence, dates in days since 1970-01-01. */
  unit: 'share' | 'pence' | 'days' | 'number'
  /** Whole numbers in the order of the cases; null where the field is missing. */
  values: readonly (number | null)[]
}

/** A baseline field that is not compared, and why. */
export interface NotCompared {
  field: string
  why: string
}

/** Every baseline field of the protocol as covariates; text has no mean and is left out. */
export function baselineCovariates(
  cases: readonly Pick<SampledCase, 'baseline'>[],
  { caseload }: Pick<Protocol, 'caseload'>,
): { covariates: Covariate[]; notCompared: NotCompared[] } {
  const fields = caseload.fields.filter(({ baseline }) => baseline)
  return {
    covariates: fields.flatMap(field =>
      covariatesOf(
        field,
        cases.map(({ baseline }) => baseline[field.id] ?? null),
      ),
    ),
    notCompared: fields
      .filter(({ type }) => type === 'text')
      .map(({ id }) => ({ field: id, why: 'Text has neither a mean nor declared levels.' })),
  }
}

function covariatesOf({ id, type, levels = [] }: CaseField, values: readonly FieldValue[]): Covariate[] {
  const number = (unit: Covariate['unit'], read: (value: FieldValue) => number): Covariate => ({
    term: id,
    field: id,
    of: 'value',
    level: null,
    unit,
    values: values.map(value => (value === null ? null : read(value))),
  })
  const share = (level: FieldValue): Covariate => ({
    ...number('share', value => Number(value === level)),
    term: `${id}:${level}`,
    of: 'level',
    level: String(level),
  })
  switch (type) {
    case 'text':
      return []
    case 'category':
      return [...levels.map(share), ...missingIn(id, values)]
    case 'boolean':
      return [share(true), ...missingIn(id, values)]
    case 'integer':
      return [number('number', Number), ...missingIn(id, values)]
    case 'money':
      return [number('pence', Number), ...missingIn(id, values)]
    case 'date':
      return [number('days', value => daysOf(String(value))), ...missingIn(id, values)]
  }
}

/** The share of cases without a value, where there are any. */
function missingIn(field: string, values: readonly FieldValue[]): Covariate[] {
  if (!values.includes(null)) return []
  const lacking = values.map(value => Number(value === null))
  return [{ term: `${field} (missing)`, field, of: 'missing', level: null, unit: 'share', values: lacking }]
}
