import { textWidth, wrapText } from '../text-width.ts'
import { fontSize, lineHeight } from '../theme.ts'
import type { FlowBox, FlowContent, FlowLine } from './content.ts'

/** A line of text with the place of its left end on the base line. */
export interface PlacedLine {
  x: number
  y: number
  text: string
  strong: boolean
}

export interface PlacedBox {
  x: number
  y: number
  width: number
  height: number
  lines: readonly PlacedLine[]
}

/** A line from point to point; it ends in an arrow head. */
export type Connector = readonly (readonly [x: number, y: number])[]

/** Everything of a diagram with its place, in pixels from the top left. */
export interface FlowLayout {
  width: number
  height: number
  boxes: readonly PlacedBox[]
  labels: readonly PlacedLine[]
  connectors: readonly Connector[]
}

const margin = 2
const padding = 10
const gap = 16
const rise = 28
const indent = 14
const narrowestColumn = 168
const widestBox = 300
/** Room for the names of the rows at the left. */
const gutter = Math.ceil(textWidth('Follow-up', fontSize, 'bold')) + 12

/** The narrowest page on which the arms of a flow stand side by side. */
export const widthOf = (arms: number): number => 2 * margin + gutter + arms * 230 + (arms - 1) * gap

/** Places a diagram on a page of `width` pixels: arms side by side where they have room, else one below the other. */
export function layOutFlow(content: FlowContent, width: number): FlowLayout {
  const arms = content.rows[0]?.boxes.length ?? 0
  const column = (width - 2 * margin - gutter - (arms - 1) * gap) / Math.max(1, arms)
  return column >= narrowestColumn ? inColumns(content, width, column) : stacked(content, width)
}

function inColumns({ enrolment, rows }: FlowContent, width: number, column: number): FlowLayout {
  const sheet = new Sheet(width)
  const left = margin + gutter
  const spineX = left + (width - margin - left) / 2
  let y = margin
  let tail: [number, number] | undefined
  if (enrolment.length > 0) sheet.label('Enrolment', margin, y)
  for (const step of enrolment) {
    const half = Math.min(widestBox, spineX - left) / 2
    const main = sheet.box(step.main, spineX - half, y, 2 * half)
    if (tail !== undefined) sheet.connect(tail, [spineX, y])
    tail = [spineX, main.y + main.height]
    y = main.y + main.height + rise
    if (step.leaving !== null) {
      const side = sheet.box(step.leaving, spineX + gap, y, width - margin - spineX - gap)
      sheet.connect([spineX, y + side.height / 2], [side.x, y + side.height / 2])
      y += side.height + rise
    }
  }
  const centres = (rows[0]?.boxes ?? []).map((_, at) => left + at * (column + gap) + column / 2)
  let tails: ([number, number] | undefined)[] = centres.map(() => tail)
  for (const { title, boxes } of rows) {
    sheet.label(title, margin, y)
    const placed = boxes.map((box, at) =>
      box.length === 0 ? undefined : sheet.box(box, (centres[at] ?? 0) - column / 2, y, column),
    )
    placed.forEach((box, at) => {
      const from = tails[at]
      if (box !== undefined && from !== undefined) sheet.connect(from, [centres[at] ?? 0, box.y])
    })
    tails = placed.map((box, at) => (box === undefined ? tails[at] : [centres[at] ?? 0, box.y + box.height]))
    y = Math.max(y, ...placed.flatMap(box => (box === undefined ? [] : [box.y + box.height]))) + rise
  }
  return sheet.layout()
}

/** One column: what leaves the spine stands below it and to the right, and each arm's boxes hang on a trunk at the left. */
function stacked({ enrolment, rows }: FlowContent, width: number): FlowLayout {
  const sheet = new Sheet(width)
  const full = width - 2 * margin
  let y = margin
  let trunk = margin
  if (enrolment.length > 0) y = sheet.heading('Enrolment', y)
  for (const [at, { main, leaving }] of enrolment.entries()) {
    const box = sheet.box(main, margin, y, full)
    if (at > 0) sheet.connect([margin + indent / 2, trunk], [margin + indent / 2, y])
    trunk = box.y + box.height
    y = trunk + gap
    if (leaving !== null) {
      const side = sheet.box(leaving, margin + 2 * indent, y, full - 2 * indent)
      sheet.connect([margin + indent / 2, y + side.height / 2], [side.x, y + side.height / 2])
      y += side.height + gap
    }
  }
  const arms = rows[0]?.boxes.length ?? 0
  for (let arm = 0; arm < arms; arm++) {
    for (const [at, { title, boxes }] of rows.entries()) {
      const box = boxes[arm] ?? []
      if (box.length === 0) continue
      const isFirst = at === 0 && arms > 1
      const x = margin + (isFirst ? 2 * indent : 3 * indent)
      y = sheet.heading(title, y, x)
      const placed = sheet.box(box, x, y, width - margin - x)
      if (isFirst)
        sheet.connect([margin + indent / 2, trunk], [margin + indent / 2, y + lineHeight], [x, y + lineHeight])
      y = placed.y + placed.height + gap
    }
  }
  return sheet.layout()
}

/** Boxes, labels and connectors as they are placed. */
class Sheet {
  readonly #width: number
  readonly #boxes: PlacedBox[] = []
  readonly #labels: PlacedLine[] = []
  readonly #connectors: Connector[] = []

  constructor(width: number) {
    this.#width = width
  }

  box(lines: FlowBox, x: number, y: number, width: number): PlacedBox {
    const placed = lines.flatMap(line => wrappedLines(line, width - 2 * padding))
    const box = {
      x,
      y,
      width,
      height: placed.length * lineHeight + 2 * padding,
      lines: placed.map(({ text, strong, left }, at) => ({
        ...{ text, strong, x: x + padding + left },
        y: y + padding + at * lineHeight + fontSize,
      })),
    }
    this.#boxes.push(box)
    return box
  }

  label(text: string, x: number, top: number): void {
    this.#labels.push({ text, strong: true, x, y: top + padding + fontSize })
  }

  /** A label on a line of its own; gives the top of what follows. */
  heading(text: string, top: number, x = margin): number {
    this.#labels.push({ text, strong: true, x, y: top + fontSize })
    return top + lineHeight + gap / 4
  }

  /** From point to point; a line to another column goes down half of the way first. */
  connect(from: readonly [number, number], ...rest: readonly (readonly [number, number])[]): void {
    const [to] = rest
    const bent = rest.length === 1 && to !== undefined && to[0] !== from[0] && to[1] !== from[1]
    const turn = to === undefined ? 0 : to[1] - rise / 2
    this.#connectors.push(bent ? [from, [from[0], turn], [to[0], turn], to] : [from, ...rest])
  }

  layout(): FlowLayout {
    const bottom = Math.max(0, ...this.#boxes.map(({ y, height }) => y + height))
    const drawn = { boxes: this.#boxes, labels: this.#labels, connectors: this.#connectors }
    return { width: this.#width, height: Math.ceil(bottom + margin), ...drawn }
  }
}

function wrappedLines({ text, depth, strong }: FlowLine, room: number) {
  const left = depth * indent
  const weight = strong ? 'bold' : 'normal'
  // What runs on is set in, so that it is not taken for a line of its own.
  const [first = '', ...others] = wrapText(text, room - left - indent, fontSize, weight)
  return [
    { text: first, strong, left },
    ...others.map(line => ({ text: line, strong, left: left + (strong ? 0 : indent) })),
  ]
}
