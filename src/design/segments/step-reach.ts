import { sumOf } from '../../core/lists.ts'
import type { EnforcementStep, Segmentation } from '../../model/segmentation.ts'
import type { StepReach } from '../../model/segmentation-result.ts'
import type { CaseReader } from './case-reader.ts'
import { CasesAndPence } from './cases-and-pence.ts'

export function stepReach(
  { id, when, jurisdictions }: EnforcementStep,
  cases: CaseReader,
  { debts, jurisdiction = '' }: Segmentation,
): StepReach[] {
  const isOpen = cases.rule(when)
  const tallies = new Map(jurisdictions.map(place => [place, new CasesAndPence()]))
  for (let row = 0; row < cases.rows; row += 1) {
    const tally = tallies.get(String(cases.value(jurisdiction, row)))
    if (tally === undefined || !isOpen(row)) continue
    const owed = sumOf(debts.map(debt => Math.max(0, cases.pence(debt.owed, row))))
    if (owed > 0) tally.add(owed)
  }
  return [...tallies].map(([place, { total }]) => ({ step: id, jurisdiction: place, ...total }))
}
