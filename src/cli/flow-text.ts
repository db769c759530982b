import type { FlowNode } from '../model/flow.ts'
import type { FlowOutcome } from '../pipeline/flow-run.ts'
import { count, proportion } from '../report/index.ts'
import { noticeLines } from './summaries.ts'

/** The flow as an indented list, each node below the one that it is part of. */
export function flowText(flow: FlowOutcome): string {
  const byId = new Map(flow.nodes.map(node => [node.id, node]))
  const isPart = new Set(flow.identities.flatMap(({ parts }) => parts))
  const lines = (node: FlowNode, depth: number, whole?: FlowNode): string[] => {
    const identities = flow.identities.filter(({ of }) => of === node.id)
    // What became of the cases is told in several ways side by side, so each has its heading.
    const isTitled = node.arm !== null || identities.length > 1
    return [
      `${'  '.repeat(depth)}${node.title}: ${countsText(node, whole)}`,
      ...identities.flatMap(({ parts, by }) => [
        ...(isTitled ? [`${'  '.repeat(depth + 1)}${by}`] : []),
        ...parts.flatMap(id => {
          const part = byId.get(id)
          const deeper = depth + (isTitled ? 2 : 1)
          return part === undefined || isEmptyRest(part) ? [] : lines(part, deeper, node)
        }),
      ]),
    ]
  }
  return [
    ...noticeLines(flow.notice),
    ...flow.nodes.filter(({ id }) => !isPart.has(id)).flatMap(node => lines(node, 0)),
    ...flow.leftOut.map(({ outcome, why }) => `Not shown while the arms are sealed: ${outcome}. ${why}`),
    '',
    `${count(flow.identities.length)} identities checked; all hold.`,
  ].join('\n')
}

/** Missing values that there are none of are not worth a line. */
const isEmptyRest = ({ stage, cases }: FlowNode): boolean =>
  cases === 0 && ['missing', 'not_applicable', 'not_sampled', 'not_allocated'].includes(stage)

function countsText({ cases, clusters, failed }: FlowNode, whole: FlowNode | undefined): string {
  const share = whole === undefined || whole.cases === 0 ? '' : ` (${proportion(cases / whole.cases, 1)})`
  const linked = clusters === null || clusters === cases ? '' : `, ${count(clusters)} clusters`
  const all = failed === undefined || failed === cases ? '' : `; ${count(failed)} in all`
  return `${count(cases)}${share}${linked}${all}`
}
