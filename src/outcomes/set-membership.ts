import { compareBytes } from '../core/byte-order.ts'
import { groupBy } from '../core/lists.ts'
import type { PlannedSet, SetFacts, SetProtocol } from '../model/analysis-sets.ts'
import { namedIn, setFacts, setFields } from '../model/analysis-sets.ts'
import { type Condition, isComparison } from '../model/condition.ts'
import { compileRecordPredicate, type FieldRecord } from '../model/condition-predicate.ts'
import { conditionText } from '../model/condition-text.ts'
import type { FieldValue } from '../model/event.ts'
import type { AnalysisRows, AnalysisSet } from './analysis-set.ts'
import type { OutcomeValue } from './outcome-values.ts'

/** Which cases of an analysis set are in one of the plan's sets. */
export interface SetMembership {
  set: PlannedSet
  facts: SetFacts
  /**
   * For each case, in the order of the analysis set: the parts of the rule that do not hold for it, joined by `; `; `null`
   * where it is in the set; `undefined` in an arm in which what defines the set is not observed.
   */
  droppedBy: readonly (string | null | undefined)[]
}

/** What decides which cases are in a set. */
export type DividedCases = Pick<AnalysisSet, 'cases' | 'outcomes' | 'baseline'>

/** Decides for every case whether it is in a set. A comparison with an outcome that is missing or does not apply is false. */
export function membershipOf(set: PlannedSet, protocol: SetProtocol, analysed: DividedCases): SetMembership {
  const facts = setFacts(set, protocol)
  const isDefined = new Set(facts.arms)
  const recordOf = recordsOf(namedIn(set.where), analysed)
  const parts = partsOf(set.where, protocol)
  return {
    set,
    facts,
    droppedBy: analysed.cases.map(({ arm }, row) => {
      if (!isDefined.has(arm)) return undefined
      const record = recordOf(row)
      const failing = parts.filter(part => !part.holds(record))
      return failing.length === 0 ? null : failing.map(part => part.words(record)).join('; ')
    }),
  }
}

/** One of the rules that must all hold. */
interface Part {
  holds(record: FieldRecord): boolean
  /** What is said where it does not hold. */
  words(record: FieldRecord): string
}

function partsOf(where: Condition, protocol: SetProtocol): Part[] {
  const fields = setFields(protocol)
  const rules = !isComparison(where) && 'all' in where ? where.all : [where]
  return rules.map(rule => {
    const text = conditionText(rule)
    return {
      holds: compileRecordPredicate(rule, fields),
      words: record => {
        if (isComparison(rule)) return comparisonWords(rule.field, text, record)
        return 'not' in rule ? conditionText(rule.not) : `not: ${text}`
      },
    }
  })
}

function comparisonWords(field: string, text: string, record: FieldRecord): string {
  const value = record[field]
  if (value === undefined) return `${field} does not apply`
  return value === null ? `${field} is missing` : `not: ${text}`
}

/** The values of a case that a rule may ask for: `null` where one is missing, absent where an outcome does not apply. */
function recordsOf(names: readonly string[], { outcomes, baseline }: DividedCases): (row: number) => FieldRecord {
  const columns = names.map(name => {
    const column = outcomes.get(name)
    const isBinary = column?.outcome.type === 'binary'
    return { name, isBinary, values: column?.values ?? baseline.get(name) ?? [] }
  })
  return row =>
    Object.fromEntries(
      columns.map(({ name, isBinary, values }) => [name, isBinary ? yesOrNo(values[row]) : values[row]]),
    )
}

const yesOrNo = (value: FieldValue | OutcomeValue): FieldValue | undefined =>
  value === null || value === undefined ? value : value === 1

/** The rows of the cases that are in a set. */
export function restrictTo({ cases, outcomes }: AnalysisRows, { droppedBy }: SetMembership): AnalysisRows {
  const rows = droppedBy.flatMap((dropped, row) => (dropped === null ? [row] : []))
  const kept = <T>(values: readonly T[]): T[] => rows.map(row => values[row] as T)
  return {
    cases: kept(cases),
    outcomes: new Map([...outcomes].map(([id, { outcome, values }]) => [id, { outcome, values: kept(values) }])),
  }
}

/** Cases of an arm in a stratum: how many are in a set, and how many each part of its rule dropped. */
export interface SetCell {
  arm: string
  stratum: string
  cases: number
  /** Absent where what defines the set is not observed in the arm. */
  in?: number | undefined
  dropped?: readonly { by: string; cases: number }[] | undefined
}

/** Counts of a set by arm and stratum, in the order of both; what dropped most comes first. */
export function setCells(
  { facts, droppedBy }: SetMembership,
  { cases }: Pick<AnalysisSet, 'cases'>,
  arms: readonly string[],
): SetCell[] {
  const strata = [...new Set(cases.map(({ stratum }) => stratum))].sort(compareBytes)
  const rows = groupBy(cases.keys(), row => `${cases[row]?.stratum} ${cases[row]?.arm}`)
  return strata.flatMap(stratum =>
    arms.map(arm => {
      const own = rows.get(`${stratum} ${arm}`) ?? []
      const counts = facts.arms.includes(arm) ? countsOf(own.map(row => droppedBy[row])) : {}
      return { arm, stratum, cases: own.length, ...counts }
    }),
  )
}

function countsOf(droppedBy: readonly (string | null | undefined)[]): Pick<SetCell, 'in' | 'dropped'> {
  const dropped = new Map<string, number>()
  for (const by of droppedBy) if (typeof by === 'string') dropped.set(by, (dropped.get(by) ?? 0) + 1)
  return {
    in: droppedBy.filter(by => by === null).length,
    dropped: [...dropped]
      .map(([by, count]) => ({ by, cases: count }))
      .sort((a, b) => b.cases - a.cases || compareBytes(a.by, b.by)),
  }
}
