import { quote } from '../core/errors.ts'
import { conditionProblems } from './condition-problems.ts'
import { caseFieldProblems } from './derived-field-checks.ts'
import { named, repeatedIds, under, unknownIds } from './problems.ts'
import type { CaseField } from './protocol.ts'
import type { Indicator, Segmentation } from './segmentation.ts'
import { caseloadModelProblems } from './synthetic-checks.ts'
import type { CrossCheck, Problem } from './validate.ts'

type Path = Problem['path']
type Sections = Partial<Segmentation>

/** The rules between the parts of a segmentation. */
export const segmentationChecks: readonly CrossCheck<Segmentation>[] = [
  ({ caseload }) => (caseload === undefined ? [] : caseFieldProblems(['caseload', 'fields'], caseload.fields)),
  ({ madeUp, caseload }) =>
    madeUp === undefined || caseload === undefined ? [] : under(['madeUp'], caseloadModelProblems(madeUp, caseload)),
  ({ debts = [], caseload }) => [
    ...repeatedIds(['debts'], 'debt', idsOf(debts)),
    ...debts.flatMap(({ owed, collected }, at) => [
      ...moneyProblems(['debts', at, 'owed'], owed, caseload),
      ...moneyProblems(['debts', at, 'collected'], collected, caseload),
    ]),
  ],
  ({ priorities = [] }) => repeatedIds(['priorities'], 'priority', idsOf(priorities)),
  segmentProblems,
  totalProblems,
  ({ by = [], caseload }) => by.flatMap((id, at) => fieldOf(['by', at], id, caseload, ['category', 'boolean'])),
  ({ indicators = [], caseload }) => [
    ...repeatedIds(['indicators'], 'indicator', idsOf(indicators)),
    ...indicators.flatMap((indicator, at) => under(['indicators', at], indicatorProblems(indicator, caseload))),
  ],
  stepProblems,
]

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)

function segmentProblems({ segments = [], totals = [], debts, priorities, caseload, document }: Sections): Problem[] {
  const printed = segments.some(each => each.printed !== undefined) || totals.length > 0
  return [
    ...(printed && document === undefined
      ? [{ path: ['document'], expected: '`document`, which says where amounts are printed' }]
      : []),
    ...repeatedIds(['segments'], 'segment', idsOf(segments)),
    ...segments.flatMap(({ id, debt, priority, when }, at) => {
      const path = ['segments', at]
      const later = segments.slice(at + 1).filter(each => each.debt === debt)
      return [
        ...(debts === undefined ? [] : named([...path, 'debt'], 'debt', debt, idsOf(debts))),
        ...(priorities === undefined ? [] : named([...path, 'priority'], 'priority', priority, idsOf(priorities))),
        ...(when === undefined && later.length > 0
          ? [{ path, expected: '`when`, as segments of its debt follow that would stay empty', received: quote(id) }]
          : []),
        ...ruleProblems([...path, 'when'], when, caseload),
      ]
    }),
  ]
}

/** A total adds up segments and the totals above it, each once. */
function totalProblems({ segments, totals = [] }: Sections): Problem[] {
  if (segments === undefined) return []
  const ids = [...idsOf(segments), ...idsOf(totals)]
  return [
    ...totals.flatMap(({ id }, at) =>
      ids.indexOf(id) === segments.length + at
        ? []
        : [{ path: ['totals', at, 'id'], expected: 'an id that no other segment or total has', received: quote(id) }],
    ),
    ...totals.flatMap(({ of }, at) =>
      unknownIds(['totals', at, 'of'], 'segment or total above', of, ids.slice(0, segments.length + at)),
    ),
  ]
}

function stepProblems({ steps = [], jurisdiction, caseload }: Sections): Problem[] {
  const field = caseload?.fields.find(({ id }) => id === jurisdiction)
  return [
    ...(steps.length > 0 && jurisdiction === undefined
      ? [{ path: ['jurisdiction'], expected: '`jurisdiction`, the field that says which law holds' }]
      : []),
    ...(jurisdiction === undefined ? [] : fieldOf(['jurisdiction'], jurisdiction, caseload, ['category'])),
    ...repeatedIds(['steps'], 'step', idsOf(steps)),
    ...steps.flatMap(({ jurisdictions, when }, at) => [
      ...(field?.levels === undefined
        ? []
        : unknownIds(['steps', at, 'jurisdictions'], 'jurisdiction', jurisdictions, field.levels)),
      ...ruleProblems(['steps', at, 'when'], when, caseload),
    ]),
  ]
}

function indicatorProblems(indicator: Indicator, caseload: Sections['caseload']): Problem[] {
  if ('share' in indicator) {
    return [...ruleProblems(['share'], indicator.share, caseload), ...ruleProblems(['of'], indicator.of, caseload)]
  }
  const base = 'to' in indicator ? (['to', indicator.to] as const) : (['since', indicator.since] as const)
  return [['sum', indicator.sum] as const, base].flatMap(([name, fields]) =>
    fields.flatMap((field, at) => moneyProblems([name, at], field, caseload)),
  )
}

const moneyProblems = (path: Path, id: string | undefined, caseload: Sections['caseload']): Problem[] =>
  id === undefined ? [] : fieldOf(path, id, caseload, ['money'])

function fieldOf(
  path: Path,
  id: string,
  caseload: Sections['caseload'],
  types: readonly CaseField['type'][],
): Problem[] {
  if (caseload === undefined) return []
  const field = caseload.fields.find(each => each.id === id)
  if (field === undefined) return named(path, 'field', id, idsOf(caseload.fields))
  return types.includes(field.type)
    ? []
    : [{ path, expected: `a ${types.join(' or ')} field`, received: `${field.type} ${quote(id)}` }]
}

const ruleProblems = (
  path: Path,
  rule: Parameters<typeof conditionProblems>[0] | undefined,
  caseload: Sections['caseload'],
): Problem[] =>
  rule === undefined || caseload === undefined ? [] : under(path, conditionProblems(rule, caseload.fields))
