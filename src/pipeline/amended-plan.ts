import { existsSync } from 'node:fs'
import { TrialError } from '../core/errors.ts'
import { hashFile } from '../core/hash.ts'
import { type Plan, planSchema } from '../model/plan.ts'
import { amendmentsOf, type PlanAmendments, resultsSeen, unrecorded } from '../model/plan-amendments.ts'
import { readDocument } from '../storage/document.ts'
import type { AnalysisResult } from './analysis-result.ts'
import { artefactChanged, planChanged } from './issues.ts'
import { artefactPath, artefacts, manifestPath, readManifest } from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

/** How the plan differs from the one that the run keeps from its allocation; null for a run that kept none. */
export function planAmendments({ plan }: Pick<Trial, 'plan'>, run: string): PlanAmendments | null {
  const kept = readAllocatedPlan(run)
  return kept === null ? null : amendmentsOf(kept, plan)
}

/** The plan as it was when the cases were allocated. It was checked then, so here only its form is read. */
function readAllocatedPlan(run: string): Plan | null {
  const path = artefactPath(run, 'allocatedPlan')
  return existsSync(path) ? readDocument(path, planSchema) : null
}

/**
 * Hash of the plan by which a run was or will be allocated: of the copy that it keeps, else of the plan. Undefined for a
 * run that was allocated without keeping one.
 */
export async function planAtAllocation({ hashes }: Pick<Trial, 'hashes'>, run: string): Promise<string | undefined> {
  if (!existsSync(manifestPath(run, 'allocation'))) return hashes.plan
  if (readManifest(run, 'allocation').inputs[artefacts.allocatedPlan] === undefined) return undefined
  const copy = artefactPath(run, 'allocatedPlan')
  return existsSync(copy) ? hashFile(copy) : 'none'
}

/** Refuses a plan that was changed after allocation and does not say so, and a run whose copy of the plan was changed. */
export async function requireRecordedAmendments(trial: Trial, run: string): Promise<void> {
  const path = artefactPath(run, 'allocatedPlan')
  const recorded = readManifest(run, 'allocation').inputs[artefacts.allocatedPlan]
  const found = existsSync(path) ? await hashFile(path) : undefined
  if (recorded !== found) throw new TrialError([artefactChanged(path)])
  const amendments = planAmendments(trial, run)
  const missing = amendments === null ? [] : unrecorded(amendments)
  if (missing.length > 0) throw new TrialError([planChanged(path, missing)])
}

/** The results of analyses that were added or changed after allocation, labelled; exploratory where results had been seen. */
export function labelAmended(
  results: readonly AnalysisResult[],
  amendments: PlanAmendments | null,
): readonly AnalysisResult[] {
  if (amendments === null) return results
  return results.map(result => {
    const kind = amendments.added.includes(result.id)
      ? ('added' as const)
      : amendments.changed.includes(result.id)
        ? ('changed' as const)
        : undefined
    if (kind === undefined) return result
    const seen = resultsSeen(amendments, result.id)
    return { ...result, role: seen ? 'exploratory' : result.role, amendment: { kind, resultsSeen: seen } }
  })
}
