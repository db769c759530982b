import type { ArmId, OutcomeId } from './ids.ts'

/** What a box of the flow counts. */
export type FlowStage =
  | 'assessed'
  | 'excluded'
  | 'eligible'
  | 'not_sampled'
  | 'sampled'
  | 'not_allocated'
  | 'allocated'
  | 'level'
  | 'missing'
  | 'not_applicable'
  | 'lost'
  | 'staying'
  | 'analysed'

/** A box of the flow of cases through a trial. */
export interface FlowNode {
  /** Unique in the flow; parts are joined by `/`, as `allocated/call/contact/reached`. */
  id: string
  title: string
  stage: FlowStage
  /** The arm whose cases it counts; null before the allocation, and of all arms together. */
  arm: ArmId | null
  /** NaN where it is held back. */
  cases: number
  held?: true | undefined
  /** Clusters with a case in it; null where the protocol has none, or cases were not sampled yet. */
  clusters: number | null
  /** The outcome whose levels the node belongs to; null of others. */
  outcome: OutcomeId | null
  /** For the reason of an exclusion, cases that fail it whatever else they fail. */
  failed?: number | undefined
}

/** A node and the nodes into which it falls: `of = parts[0] + parts[1] + ...`. */
export interface FlowIdentity {
  /** Id of the node. */
  of: string
  /** Ids of its parts. */
  parts: readonly string[]
  /** By what the cases are parted: a title. */
  by: string
}

/** How cases came into a trial and what became of them: the counts of a CONSORT diagram, for any number of arms. */
export interface Flow {
  /** The arms whose cases are shown apart, in the protocol's order; none where they are sealed. */
  arms: readonly { id: ArmId; title: string }[]
  nodes: readonly FlowNode[]
  identities: readonly FlowIdentity[]
  /** Outcomes that are not shown, as they would tell an arm that is sealed. */
  leftOut: readonly { outcome: OutcomeId; why: string }[]
}

/** An identity that does not hold. */
export interface FlowViolation extends FlowIdentity {
  cases: number
  /** Sum of the parts; null where a part is not in the flow. */
  total: number | null
}

/** The identities of a flow that its counts do not keep. */
export function flowViolations({ nodes, identities }: Pick<Flow, 'nodes' | 'identities'>): FlowViolation[] {
  const byId = new Map(nodes.map(node => [node.id, node.cases]))
  return identities.flatMap(identity => {
    const cases = byId.get(identity.of) ?? 0
    const parts = identity.parts.map(id => byId.get(id))
    const total = parts.reduce<number | null>(
      (sum, part) => (sum === null || part === undefined ? null : sum + part),
      0,
    )
    return byId.has(identity.of) && total === cases ? [] : [{ ...identity, cases, total }]
  })
}

/** A node with what it falls into, in each way in which it is parted. */
export interface FlowBranch {
  node: FlowNode
  groups: readonly { by: string; parts: readonly FlowBranch[] }[]
}

/** The nodes of a flow below those that they are parts of: the roots, mostly one. */
export function flowTree({ nodes, identities }: Pick<Flow, 'nodes' | 'identities'>): FlowBranch[] {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const isPart = new Set(identities.flatMap(({ parts }) => parts))
  const branch = (node: FlowNode): FlowBranch => ({
    node,
    groups: identities
      .filter(({ of }) => of === node.id)
      .map(({ by, parts }) => ({ by, parts: parts.flatMap(id => byId.get(id) ?? []).map(branch) })),
  })
  return nodes.filter(({ id }) => !isPart.has(id)).map(branch)
}

/** A branch for each arm, or one for all cases where the arms are sealed; none before the allocation. */
export function armBranches(flow: Flow): FlowBranch[] {
  const branches = allBranches(flowTree(flow))
  const ids = flow.arms.length > 0 ? flow.arms.map(({ id }) => `allocated/${id}`) : ['allocated']
  return ids.flatMap(id => branches.find(({ node }) => node.id === id) ?? [])
}

const allBranches = (branches: readonly FlowBranch[]): FlowBranch[] =>
  branches.flatMap(branch => [branch, ...allBranches(branch.groups.flatMap(({ parts }) => parts))])

/** The category outcomes whose levels part the cases of some arm, and not those of a level only. */
export function partingOutcomes(arms: readonly FlowBranch[]): OutcomeId[] {
  const firsts = arms.flatMap(({ groups }) => groups.flatMap(({ parts }) => parts[0]?.node ?? []))
  return [...new Set(firsts.flatMap(({ stage, outcome }) => (stage === 'level' && outcome !== null ? [outcome] : [])))]
}
