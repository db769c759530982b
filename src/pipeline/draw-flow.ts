import { join } from 'node:path'
import { chartCsv, drawFlow, type FlowDiagram, renderPng } from '../charts/index.ts'
import { InternalError, refuseIfAny } from '../core/errors.ts'
import { armBranches, type FlowNode, partingOutcomes } from '../model/flow.ts'
import { chartNumbers, figure, type Inline, type List, literal, type NamedNumber, written } from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import type { ShownFlow } from './disclosure/shown-flow.ts'
import { heldBack } from './disclosure/small-counts.ts'
import type { DrawnChart } from './draw-charts.ts'
import { flowList } from './flow-list.ts'
import { flowOutcomeUnknown } from './issues.ts'

const id = 'flow-diagram'
const title = 'Flow of cases through the trial'

/** The flow diagram of a run, with the levels of the outcomes that are named, else of the first. */
export function drawFlowOfRun(flow: ShownFlow, outcomes: readonly string[] = []): FlowDiagram {
  const known = partingOutcomes(armBranches(flow))
  refuseIfAny(outcomes.filter(each => !known.includes(each)).map(each => flowOutcomeUnknown(each, known)))
  const words = { id, title, subtitle: '', notice: flow.notice }
  return drawFlow(flow, words, outcomes.length === 0 ? {} : { outcomes })
}

export const writeFlowDiagram = (flow: ShownFlow, file: string, outcomes: readonly string[]): void =>
  writeFileAtomically(file, `${drawFlowOfRun(flow, outcomes).svg}\n`)

/** The diagram of a report, with what it says as lists. */
export interface FlowFigure extends DrawnChart {
  list: List
}

/** The diagram as a figure of a report, its drawing and numbers written into `folder`. */
export async function flowFigure(
  flow: ShownFlow,
  { folder, fromReport }: { folder: string; fromReport: string },
): Promise<FlowFigure> {
  const { svg, wide, narrow, paper, description } = drawFlowOfRun(flow)
  const table = flowTable(flow)
  const numbers = chartNumbers(id, table)
  const files = [
    { name: `${id}.svg`, content: `${svg}\n` },
    { name: `${id}.png`, content: await renderPng(svg) },
    { name: `${id}.csv`, content: chartCsv(table, flow.notice) },
  ]
  for (const { name, content } of files) writeFileAtomically(join(folder, name), content)
  return {
    figure: figure({
      ...{ id, title, description, table },
      label: 'Flow diagram',
      subtitle: 'Cases from the assessment of eligibility to the analysis.',
      svg: { wide, narrow },
      png: await renderPng(paper),
      folder: fromReport,
      endings: ['.svg', '.png', '.csv'],
    }),
    files: files.map(({ name }) => name),
    numbers,
    list: flowList(flow, node => casesOf(flow, node, numbers)),
  }
}

/** The number of a box: that of its row in the table of the diagram. */
function casesOf({ nodes }: ShownFlow, node: FlowNode, numbers: readonly NamedNumber[]): Inline {
  if (node.held) return literal(heldBack)
  const row = nodes.findIndex(each => each.id === node.id)
  const number = numbers.find(each => each.id === `chart.${id}.${row + 1}.cases`)
  if (number === undefined) throw new InternalError(`the flow has no number of ${node.id}`)
  return written(number)
}

/** Every box of the flow as a row, with the clusters in it where there are any. */
function flowTable({ nodes, arms }: ShownFlow) {
  const armTitle = (of: string | null): string => arms.find(arm => arm.id === of)?.title ?? 'All'
  const clustered = nodes.some(({ clusters }) => clusters !== null)
  const count = (column: string, words: string) => ({ id: column, title: words, unit: 'count' as const, decimals: 0 })
  return {
    columns: [
      { id: 'part', title: 'Part', unit: 'text' as const, decimals: 0 },
      { id: 'arm', title: 'Arm', unit: 'text' as const, decimals: 0 },
      count('cases', 'Cases'),
      ...(clustered ? [count('clusters', 'Clusters')] : []),
    ],
    rows: nodes.map(({ title: part, arm, cases, held, clusters }) => ({
      ...{ part, arm: armTitle(arm), cases: held ? heldBack : cases },
      ...(clustered && { clusters: held ? heldBack : clusters }),
    })),
  }
}
