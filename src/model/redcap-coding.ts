import { z } from 'zod'
import { quote } from '../core/errors.ts'
import { nounId } from './ids.ts'
import { named } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

/** A name that REDCap takes for a field. */
const fieldName = z.string({ error: 'the name of a REDCap field' }).regex(/^[a-z](?:[a-z0-9_]{0,98}[a-z0-9])?$/, {
  error: 'the name of a REDCap field: a-z, 0-9 and _, starting with a letter',
})

/** The raw value of a choice, as the data dictionary has it before the comma. */
const code = z
  .string({ error: 'a code in quotes' })
  .regex(/^[A-Za-z0-9_.-]+$/, { error: 'a code of letters, digits, _, . and -' })

const codes = z.record(z.string(), code).describe('The raw value of each level.')

/** What arms and strata are called in a REDCap project: field names and the raw values of their choices. */
export const redcapCodingSchema = z.strictObject({
  schema: z.literal('equipoise/redcap-coding/1', { error: 'equipoise/redcap-coding/1' }).describe('Form of this file.'),
  trial: nounId,
  record: fieldName.default('record_id').describe('Field that holds the case id; record_id where absent.'),
  arm: z
    .strictObject({
      field: fieldName.describe('The randomisation field.'),
      codes: codes.describe('The raw value of each arm.'),
    })
    .describe('The field in which REDCap puts the arm.'),
  strata: z
    .record(
      nounId,
      z.strictObject({ field: fieldName.describe('The stratification field.'), codes }).describe('A field in REDCap.'),
    )
    .describe('For each strata field of the protocol, its field in REDCap.'),
  dataAccessGroup: z
    .strictObject({
      of: nounId.describe('Baseline category field whose levels are the groups.'),
      codes: z
        .record(z.string(), z.string().regex(/^\d+$/, { error: 'the number of a data access group, in quotes' }))
        .describe('The number of the group of each level, as the template of the project lists it.'),
    })
    .optional()
    .describe('Where REDCap randomises by data access group.'),
})

/** What arms and strata are called in a REDCap project. */
export type RedcapCoding = z.output<typeof redcapCodingSchema>

/** The coding where nobody gave one: arms 1, 2, 3, … in the protocol's order, strata by their own names and levels. */
export function defaultRedcapCoding(protocol: Protocol): RedcapCoding {
  return {
    schema: 'equipoise/redcap-coding/1',
    trial: protocol.id,
    record: 'record_id',
    arm: { field: 'arm', codes: Object.fromEntries(protocol.arms.map(({ id }, index) => [id, String(index + 1)])) },
    strata: Object.fromEntries(
      protocol.strata.map(id => [
        id,
        {
          field: id.replaceAll('-', '_'),
          codes: Object.fromEntries(levelsOf(protocol, id).map(level => [level, level])),
        },
      ]),
    ),
  }
}

const levelsOf = ({ caseload }: Protocol, field: string): readonly string[] =>
  caseload.fields.find(({ id }) => id === field)?.levels ?? []

/** The rules between a coding and its protocol: every arm and level has a code, each its own. */
export function redcapCodingChecks(protocol: Protocol): readonly CrossCheck<RedcapCoding>[] {
  const arms = protocol.arms.map(({ id }) => id)
  return [
    ({ trial }) => (trial === undefined ? [] : named(['trial'], 'trial', trial, [protocol.id])),
    ({ arm }) => (arm === undefined ? [] : codeProblems(['arm', 'codes'], arm.codes, arms)),
    ({ strata }) => (strata === undefined ? [] : strataProblems(strata, protocol)),
    ({ dataAccessGroup: group }) => (group === undefined ? [] : groupProblems(group, protocol)),
  ]
}

function strataProblems(strata: RedcapCoding['strata'], protocol: Protocol): Problem[] {
  const unknown = Object.keys(strata).filter(id => !protocol.strata.includes(id))
  return [
    ...unknown.flatMap(id => named(['strata', id], 'strata field', id, protocol.strata)),
    ...protocol.strata.flatMap(id => {
      const coded = strata[id]
      if (coded === undefined) return [lacking(['strata'], id)]
      return codeProblems(['strata', id, 'codes'], coded.codes, levelsOf(protocol, id))
    }),
  ]
}

function groupProblems(
  { of, codes: given }: NonNullable<RedcapCoding['dataAccessGroup']>,
  protocol: Protocol,
): Problem[] {
  const fields = protocol.caseload.fields.filter(({ baseline, levels }) => baseline && levels !== undefined)
  const known = fields.map(({ id }) => id)
  if (!known.includes(of)) return named(['dataAccessGroup', 'of'], 'baseline category field', of, known)
  return codeProblems(['dataAccessGroup', 'codes'], given, levelsOf(protocol, of))
}

function codeProblems(
  path: Problem['path'],
  given: Readonly<Record<string, string>>,
  known: readonly string[],
): Problem[] {
  const entries = Object.entries(given)
  const repeated = entries.filter(([, value], index) => entries.findIndex(([, other]) => other === value) < index)
  return [
    ...entries.filter(([id]) => !known.includes(id)).flatMap(([id]) => named([...path, id], 'level', id, known)),
    ...known.filter(id => given[id] === undefined).map(id => lacking(path, id)),
    ...repeated.map(([id, value]) => ({ path: [...path, id], expected: 'a code of its own', received: quote(value) })),
  ]
}

const lacking = (path: Problem['path'], id: string): Problem => ({
  path,
  expected: `a code of ${id}`,
  received: 'nothing',
  action: 'Give each its code.',
})
