import { type FlowBox, type FlowLine, flowContent } from '../charts/index.ts'
import type { Flow, FlowNode } from '../model/flow.ts'
import { type Inline, type List, type ListItem, literal, type Text, text } from '../report/index.ts'

/** The number of a box of the flow, tied to its result, or that it is held back. */
type CasesOf = (node: FlowNode) => Inline

/**
 * What the flow diagram shows as lists inside lists: the stages up to the allocation, each with the cases that left it; in the
 * last of them the arms, and in each arm what became of its cases and who was analysed.
 */
export function flowList(flow: Flow, casesOf: CasesOf): List {
  const { enrolment, rows } = flowContent(flow)
  const arms = rows[0]?.boxes.map((_, arm) => rows.map(({ title, boxes }) => ({ title, box: boxes[arm] ?? [] }))) ?? []
  const isParted = rows[0]?.title === 'Allocation'
  const ofArms = arms.flatMap((parts): ListItem[] => {
    const [head, ...others] = parts
    if (!isParted) return parts.flatMap(part => partItems(part, casesOf))
    const [line] = head?.box ?? []
    return line === undefined
      ? []
      : [
          item(
            line,
            others.flatMap(part => partItems(part, casesOf)),
            casesOf,
          ),
        ]
  })
  const items = enrolment.flatMap(({ main, leaving }, at): ListItem[] => {
    const [line] = main
    const after = at === enrolment.length - 1 ? ofArms : []
    return line === undefined ? [] : [item(line, [...nested(leaving ?? [], casesOf), ...after], casesOf)]
  })
  return listOf(items)
}

const listOf = (items: readonly ListItem[]): List => ({ kind: 'list', ordered: false, items })

/** The lines of a box of an arm: below the title of the box where none of its lines is one. */
function partItems({ title, box }: { title: string; box: FlowBox }, casesOf: CasesOf): ListItem[] {
  const items = nested(box, casesOf)
  if (items.length === 0 || box.some(({ node }) => node === null)) return items
  return [{ text: title, list: listOf(items) }]
}

/** Lines as lists: a line in bold heads those that follow it in its box, and what is set in deeper is part of the line above. */
function nested(lines: FlowBox, casesOf: CasesOf): ListItem[] {
  let below = 0
  const placed = lines.map(line => {
    if (line.strong) below = 1
    return { line, level: line.strong ? 0 : below + line.depth }
  })
  return itemsOf(placed, casesOf)
}

function itemsOf(lines: readonly { line: FlowLine; level: number }[], casesOf: CasesOf): ListItem[] {
  const [first, ...rest] = lines
  if (first === undefined) return []
  const end = rest.findIndex(({ level }) => level <= first.level)
  const [own, others] = end < 0 ? [rest, []] : [rest.slice(0, end), rest.slice(end)]
  return [item(first.line, itemsOf(own, casesOf), casesOf), ...itemsOf(others, casesOf)]
}

function item(line: FlowLine, own: readonly ListItem[], casesOf: CasesOf): ListItem {
  const words: Text = line.node === null ? [literal(line.title)] : text`${literal(line.title)}: ${casesOf(line.node)}`
  return own.length === 0 ? words : { text: words, list: listOf(own) }
}
