import { decimalText } from '../../core/decimal-text.ts'
import { armBranches, type Flow, type FlowBranch, type FlowNode, partingOutcomes } from '../../model/flow.ts'

/** A line of a box; deeper lines are parts of what stands above them. */
export interface FlowLine {
  text: string
  /** The words without the number. */
  title: string
  /** What the line counts; null of a line that heads others. */
  node: FlowNode | null
  depth: number
  strong: boolean
}

/** The lines of a box, from top to bottom. */
export type FlowBox = readonly FlowLine[]

/** A box of the spine, and the box of the cases that leave the spine after it. */
export interface FlowStep {
  main: FlowBox
  leaving: FlowBox | null
}

/** What the diagram says, before it has places: one column up to the allocation, then one for each arm. */
export interface FlowContent {
  enrolment: readonly FlowStep[]
  /** Boxes of each arm by row; a box without lines is not drawn. */
  rows: readonly { title: string; boxes: readonly FlowBox[] }[]
}

/** Which parts of a flow a diagram shows. */
export interface FlowSelection {
  /** Category outcomes whose levels are shown, with those that apply within them; by default the first that does not depend on another. */
  outcomes?: readonly string[] | undefined
}

export function flowContent(flow: Flow, selection: FlowSelection = {}): FlowContent {
  const arms = armBranches(flow)
  const shown = selection.outcomes ?? partingOutcomes(arms).slice(0, 1)
  return {
    enrolment: spine(flow),
    rows: [
      ...(flow.arms.length > 0 ? [{ title: 'Allocation', boxes: arms.map(({ node }) => [headLine(node)]) }] : []),
      { title: 'Follow-up', boxes: arms.map(arm => followUpBox(arm, shown)) },
      { title: 'Analysis', boxes: arms.map(analysisBox) },
    ].filter(({ boxes }) => boxes.some(box => box.length > 0)),
  }
}

/** Boxes that come one after the other until arms part; a stage that all cases reach is left to the next one. */
function spine({ nodes, identities }: Flow): FlowStep[] {
  const nodeOf = (id: string): FlowNode | undefined => nodes.find(node => node.id === id)
  const present = [
    { reached: 'assessed', left: 'excluded' },
    { reached: 'eligible', left: 'not_sampled' },
    { reached: 'sampled', left: 'not_allocated' },
    { reached: 'allocated', left: '' },
  ].flatMap(({ reached, left }) => {
    const [node, leaving] = [nodeOf(reached), nodeOf(left)]
    return node === undefined
      ? []
      : [{ node, leaving: leaving !== undefined && isPresent(leaving) ? leaving : undefined }]
  })
  const reasons = (id: string): FlowLine[] =>
    identities
      .filter(({ of }) => of === id)
      .flatMap(({ parts }) => parts.flatMap(part => nodeOf(part) ?? []))
      .map(node => countLine(node, 1))
  return present
    .filter(({ leaving }, at) => leaving !== undefined || at === 0 || at === present.length - 1)
    .map(({ node, leaving }) => ({
      main: [headLine(node)],
      leaving: leaving === undefined ? null : [headLine(leaving), ...reasons(leaving.id)],
    }))
}

/** Levels of the outcomes shown, and the cases that were lost. */
function followUpBox({ groups }: FlowBranch, shown: readonly string[]): FlowBox {
  return groups.flatMap(({ by, parts }): FlowLine[] => {
    const [first] = parts
    if (first === undefined) return []
    if (first.node.stage === 'level') {
      return shown.includes(first.node.outcome ?? '') ? [titleLine(by), ...partLines(parts, 0)] : []
    }
    const lost = parts.filter(({ node }) => node.stage === 'lost')
    return lost.length === 0 ? [] : lossLines(by, lost)
  })
}

function lossLines(by: string, lost: readonly FlowBranch[]): FlowLine[] {
  const total = lost.reduce((sum, { node }) => sum + node.cases, 0)
  const reasons = lost.filter(({ node }) => isPresent(node))
  const head = { ...titleLine(`${by}:${noBreak}${casesText(total)}`), title: total === 0 ? `${by}: none` : by }
  return [head, ...reasons.map(({ node }) => countLine(node, 0))]
}

function partLines(parts: readonly FlowBranch[], depth: number): FlowLine[] {
  return parts
    .filter(({ node }) => node.stage === 'level' || isPresent(node))
    .flatMap(({ node, groups }) => [
      countLine(node, depth),
      ...(node.cases === 0 ? [] : groups.flatMap(group => partLines(group.parts, depth + 1))),
    ])
}

/** Who is in the analysis of each outcome, and whose value is missing. */
function analysisBox({ groups }: FlowBranch): FlowBox {
  return groups.flatMap(({ parts }) =>
    parts[0]?.node.stage === 'analysed'
      ? parts.filter(({ node }) => node.stage === 'analysed' || isPresent(node)).map(({ node }) => countLine(node, 0))
      : [],
  )
}

/** Whether there are cases in it, held back or not. */
const isPresent = ({ cases, held }: FlowNode): boolean => held === true || cases > 0

const casesText = (cases: number): string => (Number.isNaN(cases) ? `held${noBreak}back` : decimalText(cases, 0))

const titleLine = (text: string): FlowLine => ({ text, title: text, node: null, depth: 0, strong: true })

/** A line that heads a box: of linked cases it counts the clusters too. */
function headLine(node: FlowNode): FlowLine {
  const line = countLine(node, 0)
  const { cases, clusters } = node
  const linked = clusters === null || clusters === cases ? '' : ` (${decimalText(clusters, 0)}${noBreak}clusters)`
  return { ...line, text: line.text + linked, strong: true }
}

const noBreak = '\u00a0'

/** The number stays on a line with the end of its title. */
const countLine = (node: FlowNode, depth: number): FlowLine => ({
  text: `${node.title}:${noBreak}${casesText(node.cases)}`,
  title: node.title,
  node,
  depth,
  strong: false,
})
