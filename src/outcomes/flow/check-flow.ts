import { CheckFailed } from '../../core/errors.ts'
import { type Flow, type FlowViolation, flowViolations } from '../../model/flow.ts'

/** A broken identity in words: the node, its count, and its parts with theirs. */
export function violationText({ of, parts, cases, total }: FlowViolation, { nodes }: Pick<Flow, 'nodes'>): string {
  const counts = new Map(nodes.map(node => [node.id, node.cases]))
  const terms = parts.map(id => `${id} ${counts.get(id) ?? '(absent)'}`).join(' + ')
  return `${of} ${cases} is not ${terms}${total === null ? '' : ` = ${total}`}`
}

/** Gives the flow back where every identity holds; else throws `CheckFailed`, which names each that does not. */
export function requireFlow(flow: Flow): Flow {
  const violations = flowViolations(flow)
  if (violations.length === 0) return flow
  throw new CheckFailed(
    'The counts of the flow do not add up: files of the run do not belong together.',
    violations.map(violation => violationText(violation, flow)),
  )
}
