import { textWidth } from '../../src/charts/text-width.ts'

export interface TextBox {
  text: string
  size: number
  left: number
  right: number
  top: number
  bottom: number
  fill: string
}

interface Point {
  x: number
  y: number
}

const tagPattern = /<(\/?)([a-z]+)([^>]*?)(\/?)>([^<]*)/g

/** The lines of text of an SVG as boxes, measured by the width table; rotated text is refused. */
export function svgTexts(svg: string): TextBox[] {
  const boxes: TextBox[] = []
  const origins: Point[] = [{ x: 0, y: 0 }]
  let line: { attributes: string; at: Point } | undefined
  for (const [, closing, tag, attributes = '', selfClosing, content = ''] of svg.matchAll(tagPattern)) {
    if (closing === '/') {
      origins.pop()
      continue
    }
    const origin = moved(origins.at(-1) ?? { x: 0, y: 0 }, attributes)
    if (selfClosing !== '/') origins.push(origin)
    if (tag === 'text') line = { attributes, at: origin }
    if (tag === 'tspan' && line !== undefined) {
      line = { ...line, at: { x: line.at.x, y: line.at.y + Number(attribute(attributes, 'dy') ?? 0) } }
    }
    if ((tag === 'text' || tag === 'tspan') && line !== undefined && content !== '') boxes.push(box(line, content))
  }
  return boxes
}

export function viewBox(svg: string): { width: number; height: number } {
  const [, , width, height] = (attribute(svg, 'viewBox') ?? '').split(' ').map(Number)
  return { width: width ?? 0, height: height ?? 0 }
}

function box({ attributes, at }: { attributes: string; at: Point }, content: string): TextBox {
  const text = content.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
  const size = Number.parseFloat(attribute(attributes, 'font-size') ?? '0')
  const width = textWidth(text, size, attribute(attributes, 'font-weight') === 'bold' ? 'bold' : 'normal')
  const anchor = attribute(attributes, 'text-anchor') ?? 'start'
  const left = anchor === 'end' ? at.x - width : anchor === 'middle' ? at.x - width / 2 : at.x
  const fill = attribute(attributes, 'fill') ?? ''
  // Ascent and descent of Liberation Sans for the letters used.
  return { text, size, left, right: left + width, top: at.y - 0.75 * size, bottom: at.y + 0.22 * size, fill }
}

function moved(origin: Point, attributes: string): Point {
  const transform = attribute(attributes, 'transform') ?? ''
  if (transform.includes('rotate')) throw new Error(`rotated: ${attributes}`)
  const [, x = '0', y = '0'] = /translate\(([-+\d.e]+),([-+\d.e]+)\)/.exec(transform) ?? []
  return { x: origin.x + Number(x), y: origin.y + Number(y) }
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
}
