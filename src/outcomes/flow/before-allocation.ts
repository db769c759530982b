import type { Protocol } from '../../model/protocol.ts'
import type { CountedCase, FlowDraft } from './flow-draft.ts'

/** A case of the caseload, or one that arrived, and the criteria that it fails, in the protocol's order. */
export interface AssessedCase {
  id: string
  /** As its record says; it is for the identities to find that it has reasons all the same. */
  eligible: boolean
  reasons: readonly string[]
}

const shared = { arm: null, outcome: null } as const

/** From the caseload to the eligible cases: every criterion with the cases of which it is the first reason. */
export function addAssessment(
  draft: FlowDraft,
  { eligibility }: Pick<Protocol, 'eligibility'>,
  assessed: readonly AssessedCase[],
): void {
  draft.addCount({ ...shared, id: 'assessed', title: 'Assessed for eligibility', stage: 'assessed' }, assessed.length)
  const isExcluded = ({ reasons }: AssessedCase): boolean => reasons.length > 0
  const excluded = draft.addCount(
    { ...shared, id: 'excluded', title: 'Not eligible', stage: 'excluded' },
    assessed.filter(isExcluded).length,
  )
  const eligible = draft.addCount(
    { ...shared, id: 'eligible', title: 'Eligible', stage: 'eligible' },
    assessed.filter(({ eligible: is }) => is).length,
  )
  draft.parts('assessed', [excluded, eligible], 'Eligibility')
  const [first, failed] = [new Map<string, number>(), new Map<string, number>()]
  for (const { reasons } of assessed) {
    if (reasons[0] !== undefined) first.set(reasons[0], (first.get(reasons[0]) ?? 0) + 1)
    for (const reason of reasons) failed.set(reason, (failed.get(reason) ?? 0) + 1)
  }
  const reasons = eligibility.map(({ id, title }) =>
    draft.addCount(
      { ...shared, id: `excluded/${id}`, title: `Not met: ${title}`, stage: 'excluded', failed: failed.get(id) ?? 0 },
      first.get(id) ?? 0,
    ),
  )
  draft.parts('excluded', reasons, 'First criterion not met')
}

/** From the eligible cases to the sampled ones. */
export function addSample(
  draft: FlowDraft,
  assessed: readonly AssessedCase[] | undefined,
  sampled: readonly CountedCase[],
): void {
  draft.add({ ...shared, id: 'sampled', title: 'Sampled', stage: 'sampled' }, sampled)
  if (assessed === undefined) return
  const ids = new Set(sampled.map(({ id }) => id))
  const not = assessed.filter(({ id, eligible }) => eligible && !ids.has(id)).length
  draft.addCount({ ...shared, id: 'not_sampled', title: 'Eligible and not sampled', stage: 'not_sampled' }, not)
  draft.parts('eligible', ['sampled', 'not_sampled'], 'Sampling')
}

/** From the sampled cases to the allocated ones. */
export function addAllocation(
  draft: FlowDraft,
  sampled: readonly CountedCase[] | undefined,
  allocated: readonly CountedCase[],
): void {
  draft.add({ ...shared, id: 'allocated', title: 'Allocated', stage: 'allocated' }, allocated)
  if (sampled === undefined) return
  const ids = new Set(allocated.map(({ id }) => id))
  const not = sampled.filter(({ id }) => !ids.has(id))
  draft.add({ ...shared, id: 'not_allocated', title: 'Sampled and not allocated', stage: 'not_allocated' }, not)
  draft.parts('sampled', ['allocated', 'not_allocated'], 'Allocation')
}
