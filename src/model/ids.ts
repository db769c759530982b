import { z } from 'zod'

/** Ids are ASCII, so that byte order is the order in every language, and hold nothing that a spreadsheet would run. */
export const caseIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/
export const nounIdPattern = /^[a-z][a-z0-9_-]*$/
const levelIdPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/

/** Names that every JavaScript object inherits: as keys of a table they would not be absent. */
const inheritedNames = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Means in files that there is no level to have. */
const notALevel = 'NA'

export const isCaseId = (text: string): boolean => caseIdPattern.test(text)
export const isNounId = (text: string): boolean => nounIdPattern.test(text) && !inheritedNames.has(text)

/** Id of an arm, outcome, trial, event kind, field, criterion, analysis or level. */
export const nounId = z
  .string({ error: 'an id in quotes or plain letters' })
  .refine(isNounId, { error: 'an id of a-z, 0-9, _ and -, starting with a letter, and no built-in name' })
  .meta({ description: 'An id: a-z, 0-9, _ and -, starting with a letter.', pattern: nounIdPattern.source })

/** Level of a stratum field: as ids, but may start with a digit (a scheme called 1993). */
export const levelId = z
  .string({ error: 'a level in quotes' })
  .refine(text => levelIdPattern.test(text) && !inheritedNames.has(text) && text !== notALevel, {
    error: `a level of letters, digits, _, . and -, and not ${notALevel}`,
  })
  .meta({ description: 'A level of a field, in quotes where it is a number.', pattern: levelIdPattern.source })

export type ArmId = string
export type StratumId = string
export type OutcomeId = string
export type LevelId = string
export type CaseId = string

/** Stratum id of a trial without strata. */
export const wholeSample: StratumId = 'all'

/** A stratum is named by its levels, joined by `|` in the order of the protocol's strata fields. */
export function stratumId(levels: readonly string[]): StratumId {
  return levels.length === 0 ? wholeSample : levels.join('|')
}
