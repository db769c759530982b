import { z } from 'zod'
import type { PlannedSet } from './analysis-sets.ts'
import { assumption, description, source, title } from './assumed.ts'
import type { Condition } from './condition.ts'
import { nounId } from './ids.ts'
import { pounds } from './scalars.ts'

const groupSchema = z.strictObject({
  id: nounId,
  title: title.describe('Name of the subgroup, as "Arrears of less than £500".'),
  of: z
    .array(z.union([z.string(), z.boolean()]))
    .min(1)
    .optional()
    .describe('Levels of a category, or true or false, that make up the subgroup.'),
  from: z
    .union([z.int(), pounds], { error: 'a whole number, or pounds in quotes' })
    .optional()
    .describe(
      'Where the subgroup begins, itself included, of an amount or integer; it ends before the next. Absent in the first.',
    ),
})

export const subgroupingSchema = z.strictObject({
  id: nounId,
  title,
  description,
  field: nounId.describe('Baseline field that divides the cases: a category, true or false, an integer or an amount.'),
  groups: z
    .array(groupSchema)
    .min(2, { error: 'two subgroups or more' })
    .describe('The subgroups: by `of`, or by `from` in ascending order.'),
  source,
  ...assumption,
})

/** A division of the cases into subgroups by a baseline field. */
export type Subgrouping = z.output<typeof subgroupingSchema>

/** Id of the set of cases that is a subgroup; no set of a plan has a full stop in its id. */
export const subgroupSetId = ({ id }: Pick<Subgrouping, 'id'>, group: { id: string }): string => `${id}.${group.id}`

/** The subgroups as sets of cases. No case is in two; a case whose value is missing is in none. */
export function subgroupSets(subgrouping: Subgrouping): PlannedSet[] {
  const { field, groups } = subgrouping
  return groups.map((group, index) => ({
    id: subgroupSetId(subgrouping, group),
    title: group.title,
    where:
      group.of === undefined ? bandOf(field, group.from, groups[index + 1]?.from) : { field, oneOf: [...group.of] },
  }))
}

function bandOf(field: string, from: number | string | undefined, to: number | string | undefined): Condition {
  const begins: Condition = from === undefined ? { not: { field, is: null } } : { field, atLeast: from }
  return to === undefined ? begins : { all: [begins, { not: { field, atLeast: to } }] }
}

/** An analysis by subgroups as one of each of their sets; any other as it is. */
export function inEachSubgroup<A extends { by?: string | undefined; set?: string | undefined }>(
  analysis: A,
  subgroupings: readonly Subgrouping[] = [],
): A[] {
  const subgrouping = subgroupings.find(({ id }) => id === analysis.by)
  if (subgrouping === undefined) return [analysis]
  return subgrouping.groups.map(group => ({ ...analysis, by: undefined, set: subgroupSetId(subgrouping, group) }))
}
