import type { Flow } from '../../model/flow.ts'
import type { ChartText } from '../chart.ts'
import { escapeXml, type SvgWords, svgNames } from '../render/accessible-svg.ts'
import { fontFamily, fontSize, ink, light, panel } from '../theme.ts'
import { type FlowBox, type FlowContent, type FlowSelection, flowContent } from './content.ts'
import { type Connector, type FlowLayout, layOutFlow, type PlacedBox, type PlacedLine, widthOf } from './layout.ts'

/** A flow diagram as SVG: a file of its own, and the panels of a page, of a telephone and of a sheet of paper. */
export interface FlowDiagram {
  svg: string
  wide: string
  narrow: string
  /** Wider, and so lower, than the page's: it is scaled down to fit on one sheet. */
  paper: string
  /** Text alternative that says every number of the diagram. */
  description: string
}

const pageWidth = 640
const telephoneWidth = 288
const paperWidth = 900
const arrow = 4.5
/** Pixels of paper around the diagram. */
const padding = 8

/** Draws how cases came into a trial and what became of them, in the manner of CONSORT, for any number of arms. */
export function drawFlow(flow: Flow, { id, title, notice }: ChartText, selection: FlowSelection = {}): FlowDiagram {
  const content = flowContent(flow, selection)
  const description = [describe(content), ...(notice ? [notice] : [])].join(' ')
  const draw = (width: number, part: string): string =>
    flowSvg(layOutFlow(content, width - 2 * padding), { id: `${id}${part}`, title, description })
  return {
    svg: draw(Math.max(pageWidth, widthOf(content.rows[0]?.boxes.length ?? 1) + 2 * padding), ''),
    wide: draw(pageWidth, '-wide'),
    narrow: draw(telephoneWidth, '-narrow'),
    paper: draw(paperWidth, '-paper'),
    description,
  }
}

function describe({ enrolment, rows }: FlowContent): string {
  const arms = rows[0]?.boxes.map((_, arm) => rows.map(({ boxes }) => boxWords(boxes[arm] ?? [])).join(' ')) ?? []
  const steps = enrolment.flatMap(({ main, leaving }) => [boxWords(main), boxWords(leaving ?? [])])
  return ['Flow diagram.', ...steps, ...arms].filter(words => words.trim() !== '').join(' ')
}

/** A box as one sentence. */
const boxWords = (box: FlowBox): string => (box.length === 0 ? '' : `${box.map(({ text }) => text).join('; ')}.`)

function flowSvg({ boxes, labels, connectors, ...size }: FlowLayout, words: SvgWords): string {
  const { attributes, elements } = svgNames(words)
  const [width, height] = [size.width + 2 * padding, size.height + 2 * padding]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${attributes}>${elements}`,
    `<rect width="${width}" height="${height}" fill="${panel}"/>`,
    `<g transform="translate(${padding},${padding})">`,
    `<g fill="none" stroke="${ink}" stroke-width="1.5">${connectors.map(connectorPath).join('')}</g>`,
    `<g fill="${ink}">${connectors.map(arrowHead).join('')}</g>`,
    `<g fill="${panel}" stroke="${light.main}" stroke-width="1.5">${boxes.map(boxRect).join('')}</g>`,
    ...[...labels, ...boxes.flatMap(box => box.lines)].map(lineText),
    '</g></svg>',
  ].join('')
}

const connectorPath = (points: Connector): string => `<path d="M${points.map(([x, y]) => `${x},${y}`).join('L')}"/>`

const boxRect = ({ x, y, width, height }: PlacedBox): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}"/>`

const lineText = ({ x, y, text, strong }: PlacedLine): string =>
  `<text transform="translate(${x},${y})" font-family="${fontFamily}" font-size="${fontSize}px"${strong ? ' font-weight="bold"' : ''} fill="${ink}">${escapeXml(text)}</text>`

/** A triangle at the end of a connector, pointing down or to the right. */
function arrowHead(points: Connector): string {
  const [x, y] = points.at(-1) ?? [0, 0]
  const [, fromY] = points.at(-2) ?? [0, 0]
  const back = 2 * arrow
  const corners =
    fromY === y
      ? [`${x - back},${y - arrow}`, `${x - back},${y + arrow}`]
      : [`${x - arrow},${y - back}`, `${x + arrow},${y - back}`]
  return `<path d="M${x},${y}L${corners.join('L')}Z"/>`
}
