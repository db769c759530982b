import type { Flow as CaseFlow, FlowNode } from '../../model/flow.ts'
import type { Outcome } from '../../model/protocol.ts'
import { allCountsIn, type Findings } from '../findings.ts'
import { allocatedOf, exclusionsOf, type Flow, flowId } from '../results/flow-numbers.ts'
import { countId, observedId } from '../results/trial-numbers.ts'
import { amountParts } from './amount-parts.ts'
import type { CountSystem } from './withheld.ts'
import type { CountIdentity } from './worked-out.ts'

/** Id of a box of the flow among all counts. */
export const nodeId = (id: string): string => `node:${id}`

/** Id of the cases of an arm that have none of the levels of an outcome, or no amount. */
export const restId = (outcome: string, arm: string): string => `rest.${outcome}.${arm}`

/** Id of the cases of an arm that have an amount. */
export const withAmountId = (outcome: string, arm: string): string => `with_amount.${outcome}.${arm}`

/** Where the counts that a report publishes come from; the flow alone before there are results. */
export interface CountSources {
  flow: CaseFlow
  manifests?: Flow | undefined
  findings?: Findings | undefined
}

/** What the counts that everything else is a share of cost: more than any other. */
const whole = 1e9

/** What is left after a criterion says no more than what it excluded. */
const leftAfter = -3

/**
 * What readers lose where the boxes of a stage are held back, where that is not the size of the count: little by the first
 * stages, which can go with all that they are parts of, and most by those that everything else is a share of.
 */
const losses = { assessed: -2, eligible: -1, sampled: whole, allocated: whole, analysed: whole } as const

/** All counts of cases that a report of a run publishes, and how they hang together. */
export function runCounts({ flow, manifests, findings }: CountSources): CountSystem {
  const counts = new Map<string, number>()
  const costs = new Map<string, number>()
  const identities: CountIdentity[] = flow.identities.map(({ of, parts }) => ({
    of: nodeId(of),
    parts: parts.map(nodeId),
  }))
  const nodes = new Map(flow.nodes.map(node => [nodeId(node.id), node]))
  const add: Adding['add'] = (id, count, cost = count) => {
    counts.set(id, count)
    costs.set(id, cost)
    return id
  }
  for (const [id, { cases, stage }] of nodes) add(id, cases, losses[stage as keyof typeof losses] ?? cases)
  const same = (one: string, other: string): void => {
    if (counts.has(one) && counts.has(other)) identities.push({ of: one, parts: [other] })
  }
  if (manifests !== undefined) addManifests(manifests, { add, same, identities })
  if (findings !== undefined) addOutcomes(findings, flow.nodes, { add, same, identities })
  return {
    counts,
    identities,
    // How many outcomes are missing says nothing of what became of a case.
    protects: id => nodes.get(id)?.stage !== 'missing',
    cost: id => costs.get(id) ?? 0,
  }
}

interface Adding {
  /** `cost`: what readers lose where it is held back; the count itself where absent. */
  add(id: string, count: number, cost?: number): string
  /** Two counts of the same cases. */
  same(one: string, other: string): void
  identities: CountIdentity[]
}

/** The caseload, what each criterion excluded and left, and the allocated cases by stratum and arm. */
function addManifests(manifests: Flow, { add, same, identities }: Adding): void {
  let before = add(flowId('caseload'), manifests.caseload.cases, losses.assessed)
  same(before, nodeId('assessed'))
  for (const { criterion, failedFirst, failed, remaining } of exclusionsOf(manifests)) {
    const first = add(flowId('excluded', criterion, 'first'), failedFirst)
    const left = add(flowId('excluded', criterion, 'left'), remaining, leftAfter)
    add(flowId('excluded', criterion, 'all'), failed)
    identities.push({ of: before, parts: [first, left] })
    same(first, nodeId(`excluded/${criterion}`))
    before = left
  }
  same(before, nodeId('eligible'))
  const strata = Object.entries(allocatedOf(manifests))
  const arms = [...new Set(strata.flatMap(([, row]) => Object.keys(row)))]
  for (const arm of arms) {
    const parts = strata.map(([stratum, row]) => add(flowId('allocated', stratum, arm), row[arm] ?? 0))
    identities.push({ of: nodeId(`allocated/${arm}`), parts })
  }
}

/** Every outcome in every arm: its levels, or the cases that have an amount. */
function addOutcomes(findings: Findings, nodes: readonly FlowNode[], adding: Adding): void {
  const { arms, outcomes } = findings.protocol
  for (const outcome of outcomes) {
    for (const arm of arms) {
      if (outcome.type === 'money') addAmounts(findings, outcome.id, arm.id, adding)
      else addLevels(findings, nodes, { outcome, arm: arm.id }, adding)
    }
  }
}

function addLevels(
  findings: Findings,
  nodes: readonly FlowNode[],
  { outcome: { id: outcome }, arm }: { outcome: Outcome; arm: string },
  { add, same, identities }: Adding,
): void {
  const found = allCountsIn(findings, outcome, arm)
  if (found === undefined) return
  const { n, missing, events } = found
  const allocated = nodes.find(({ id }) => id === `allocated/${arm}`)?.cases
  // An outcome that applies to some cases only counts as any other.
  const observed = add(observedId(outcome, arm), n, n + missing === allocated ? whole : n)
  same(observed, nodeId(`allocated/${arm}/analysis:${outcome}/analysed`))
  const levels = Object.entries(events).map(([level, count]) => {
    const id = add(countId(outcome, arm, level), count)
    const own = nodes.filter(node => node.arm === arm && node.outcome === outcome && isLevel(node, level))
    if (own.length > 0) identities.push({ of: id, parts: own.map(node => nodeId(node.id)) })
    return id
  })
  const rest = n - Object.values(events).reduce((sum, count) => sum + count, 0)
  identities.push({ of: observed, parts: [...levels, add(restId(outcome, arm), rest)] })
}

const isLevel = ({ id, outcome, stage }: FlowNode, level: string): boolean =>
  stage === 'level' && id.endsWith(`/${outcome}/${level}`)

function addAmounts(findings: Findings, outcome: string, arm: string, { add, same, identities }: Adding): void {
  const parts = amountParts(findings.summaries, outcome, arm)
  if (parts === undefined) return
  const observed = add(observedId(outcome, arm), parts.withAmount + parts.without, whole)
  same(observed, nodeId(`allocated/${arm}/analysis:${outcome}/analysed`))
  identities.push({
    of: observed,
    parts: [add(withAmountId(outcome, arm), parts.withAmount), add(restId(outcome, arm), parts.without)],
  })
}
