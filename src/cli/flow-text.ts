import { type FlowBranch, type FlowNode, flowTree } from '../model/flow.ts'
import type { FlowOutcome } from '../pipeline/flow-run.ts'
import { count, proportion } from '../report/index.ts'
import { noticeLines } from './summaries.ts'

/** The flow as an indented list, each node below the one that it is part of. */
export function flowText(flow: FlowOutcome): string {
  return [
    ...noticeLines(flow.notice),
    ...flowTree(flow).flatMap(branch => branchLines(branch, 0)),
    ...flow.leftOut.map(({ outcome, why }) => `Not shown while the arms are sealed: ${outcome}. ${why}`),
    ...(flow.outcomesElsewhere
      ? ['What became of the cases is in an engine: `report` tells what came back from it.']
      : []),
    '',
    `${count(flow.identities.length)} identities checked; all hold.`,
  ].join('\n')
}

function branchLines({ node, groups }: FlowBranch, depth: number, whole?: FlowNode): string[] {
  // What became of the cases is told in several ways side by side, so each has its heading.
  const isTitled = node.arm !== null || groups.length > 1
  return [
    `${'  '.repeat(depth)}${node.title}: ${countsText(node, whole)}`,
    ...groups.flatMap(({ by, parts }) => [
      ...(isTitled ? [`${'  '.repeat(depth + 1)}${by}`] : []),
      ...parts
        .filter(part => !isEmptyRest(part.node))
        .flatMap(part => branchLines(part, depth + (isTitled ? 2 : 1), node)),
    ]),
  ]
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
