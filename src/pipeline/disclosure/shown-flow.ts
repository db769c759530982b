import type { FlowNode } from '../../model/flow.ts'
import type { NamedNumber } from '../../report/index.ts'
import type { FlowOutcome } from '../flow-run.ts'
import { exclusionsOf, type Flow, flowId, flowNumbers } from '../results/flow-numbers.ts'
import type { Trial } from '../trial-folder.ts'
import { type Disclosure, disclosureOf } from './disclosure.ts'
import { roundCount } from './rounding.ts'
import { baseOf, disclosureRules } from './rules.ts'
import { nodeId } from './run-counts.ts'

/** The numbers of a run's manifests that may be shown. */
export function shownFlowNumbers(flow: Flow, arms: readonly { id: string }[], disclosure: Disclosure): NamedNumber[] {
  const { held } = disclosure
  const base = baseOf(disclosure)
  // What fails a criterion, whatever else it fails, may be just those that fail it first.
  const failing = exclusionsOf(flow).filter(({ criterion }) => held.has(flowId('excluded', criterion, 'first')))
  const hidden = new Set([...held, ...failing.map(({ criterion }) => flowId('excluded', criterion, 'all'))])
  return flowNumbers(flow, arms)
    .filter(({ id }) => !hidden.has(id))
    .map(number => (base === null ? number : { ...number, value: roundCount(number.value, base) }))
}

declare const shown: unique symbol

/** A flow of cases that may be published. Only `shownFlow` makes one, so that no other is drawn. */
export type ShownFlow = FlowOutcome & { [shown]: true }

/** A flow of cases as it may be shown: where cases are held back they are no number. */
export const shownFlow = (flow: FlowOutcome, disclosure: Disclosure): ShownFlow =>
  (disclosure.exemption === null ? { ...flow, nodes: shownNodes(flow, disclosure) } : flow) as ShownFlow

/** The same by the rules of the trial, of a flow that is published by itself. */
export function publishedFlow(trial: Trial, flow: FlowOutcome): ShownFlow {
  return shownFlow(flow, disclosureOf(disclosureRules(trial, flow.notice), { flow }))
}

function shownNodes({ nodes }: FlowOutcome, { held, roundTo }: Disclosure): FlowNode[] {
  const rounded = (count: number): number => (roundTo === null ? count : roundCount(count, roundTo))
  return nodes.map(({ failed: _, ...node }) =>
    held.has(nodeId(node.id))
      ? { ...node, cases: Number.NaN, clusters: null, held: true }
      : { ...node, cases: rounded(node.cases), clusters: node.clusters === null ? null : rounded(node.clusters) },
  )
}
