import fc from 'fast-check'
import { penceToPounds } from '../../src/core/money.ts'
import type { CaseTable } from '../../src/model/case.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { ConditionField } from '../../src/model/condition-field.ts'
import type { FieldValue } from '../../src/model/event.ts'

/** One field of each type, two of them texts that cases can be linked through. */
export const fields: readonly ConditionField[] = [
  { id: 'note', type: 'text' },
  { id: 'nrp', type: 'text' },
  { id: 'scheme', type: 'category', levels: ['1993', '2003', 'other'] },
  { id: 'open', type: 'boolean' },
  { id: 'children', type: 'integer' },
  { id: 'arrears', type: 'money' },
  { id: 'last_paid', type: 'date' },
]

export const asOf = '2016-03-31'

/** Values that meet often, and texts that quoting must survive. */
const texts = ['a', 'A', '', "O'Brien", '"', "';--", '\\', '%', 'é', '\u{1F600}', 'nul\0end', 'NULL']
const dates = ['2015-12-31', '2016-02-29', '2016-03-01', '2016-03-30', '2016-03-31', '2016-04-01', '1999-01-01']
const pence = [-1, 0, 1, 99, 100, 41250, Number.MAX_SAFE_INTEGER]
const integers = [-2, -1, 0, 1, 2, 10, Number.MIN_SAFE_INTEGER]

const pools: Record<string, readonly (string | number | boolean)[]> = {
  note: texts,
  nrp: ['n1', 'n2', "n'3"],
  scheme: ['1993', '2003', 'other'],
  open: [true, false],
  children: integers,
  arrears: pence,
  last_paid: dates,
}

const storedValue = (field: ConditionField) => fc.constantFrom(...(pools[field.id] ?? []))
const literal = (field: ConditionField) =>
  storedValue(field).map(value => (field.type === 'money' ? penceToPounds(value as number) : value))

const comparison: fc.Arbitrary<Condition> = fc.constantFrom(...fields).chain((field): fc.Arbitrary<Condition> => {
  const general: fc.Arbitrary<Condition>[] = [
    fc.record({ field: fc.constant(field.id), is: fc.option(literal(field), { nil: null }) }),
    fc.record({ field: fc.constant(field.id), oneOf: fc.array(literal(field), { minLength: 1, maxLength: 3 }) }),
  ]
  const limit = literal(field) as fc.Arbitrary<string>
  if (field.type === 'integer' || field.type === 'money') {
    general.push(fc.record({ field: fc.constant(field.id), atLeast: limit }))
    general.push(fc.record({ field: fc.constant(field.id), atMost: limit }))
  }
  if (field.type === 'date') {
    const period = fc.record({ days: fc.nat({ max: 40 }), months: fc.nat({ max: 4 }) }, { requiredKeys: [] })
    general.push(fc.record({ field: fc.constant(field.id), before: limit }))
    general.push(fc.record({ field: fc.constant(field.id), after: limit }))
    general.push(fc.record({ field: fc.constant(field.id), withinLast: period }))
  }
  return fc.oneof(...general)
})

/** Rules of every form, up to four deep. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ rule: Condition }>(tie => ({
  rule: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: comparison },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie('rule') }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('nrp', 'note', 'children'), fc.constantFrom('some', 'none'), tie('rule'))
        .map(([through, which, rule]) => ({ linked: { through, [which]: rule } })),
    },
  ),
})).rule

/** Caseloads in which every field may be missing. */
export const tables: fc.Arbitrary<CaseTable> = fc
  .array(fc.tuple(...fields.map(field => fc.option(storedValue(field), { nil: null, freq: 3 }))), { maxLength: 12 })
  .map(rows => ({
    ids: rows.map((_, row) => `c${row}`),
    columns: new Map(fields.map(({ id }, index) => [id, rows.map(values => (values[index] ?? null) as FieldValue)])),
  }))
