import type { ArmTally, HarmsAndDepartures, Tallied } from '../../outcomes/index.ts'
import { roundCount } from './rounding.ts'
import { baseOf, type DisclosureRules } from './rules.ts'
import { isSmall } from './small-counts.ts'

/**
 * Harms and departures as they may be shown. Where few cases of an arm have one of several, the arm's number for any of them is held
 * back too, as it may be their sum.
 */
export function shownHarms(found: HarmsAndDepartures, rules: DisclosureRules): HarmsAndDepartures {
  if (rules.exemption !== null) return found
  const { harms, anyHarm, departures, anyDeparture, records } = found
  const base = baseOf(rules)
  const rounded = (count: number): number => (base === null ? count : roundCount(count, base))
  const cells = (all: readonly Tallied[]): ArmTally[] => all.flatMap(({ arms }) => arms)
  const shown = (tallies: readonly ArmTally[], together: readonly ArmTally[]): ArmTally[] =>
    tallies.flatMap(tally => {
      const own = [tally, ...together.filter(({ arm }) => arm === tally.arm)]
      if (own.some(({ cases }) => isSmall(cases, rules.leastCases))) return []
      return [{ ...tally, cases: rounded(tally.cases), events: rounded(tally.events) }]
    })
  const each = (all: readonly Tallied[]): Tallied[] => all.map(one => ({ ...one, arms: shown(one.arms, []) }))
  return {
    harms: each(harms),
    anyHarm: shown(anyHarm, cells(harms)),
    departures: each(departures),
    anyDeparture: shown(anyDeparture, cells(departures)),
    records: records.map(record => ({ ...record, cases: rounded(record.cases) })),
  }
}
