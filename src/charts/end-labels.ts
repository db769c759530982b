import type { Layer, Layout } from './chart.ts'
import { dodge } from './dodge.ts'
import { wrapText } from './text-width.ts'
import { fontSize, lineHeight } from './theme.ts'

/** What stands at a height of the plot and wants its name beside it. */
export interface NamedEnd {
  id: string
  title: string
  value: number
}

/** What is drawn before a name, so that it is known whose it is where it had to move. */
export interface Sample {
  mark: object
  /** Channels of colour, dash or shape, by the field `id`. */
  style: object
}

const sampleFrom = 6
const sampleTo = 34
const gap = 6
const room = { wide: 150, narrow: 76 }
const wideFrom = 480

/** Names to the right of the plot, in the order of what they name and clear of each other, each after a sample. */
export function endLabels(
  ends: readonly NamedEnd[],
  { domain: [low, high], height, y }: { domain: readonly [number, number]; height: number; y: object },
  { mark, style }: Sample,
  { width }: Layout,
): Layer[] {
  const pixelOf = (value: number): number => (height * (high - value)) / (high - low)
  const valueAt = (pixel: number): number => high - ((high - low) * pixel) / height
  const sorted = ends
    .map(({ id, title, value }) => ({
      id,
      texts: wrapText(title, width >= wideFrom ? room.wide : room.narrow, fontSize),
      pixel: pixelOf(value),
    }))
    .sort((a, b) => a.pixel - b.pixel)
  const centres = dodge(
    sorted.map(({ pixel }) => pixel),
    sorted.map(({ texts }) => texts.length * lineHeight + gap),
    0,
    height,
  )
  const values = sorted.map(({ id, texts }, i) => {
    const centre = centres[i] ?? 0
    const firstLine = centre - ((texts.length - 1) * lineHeight) / 2
    return { id, text: texts.join('\n'), centre: valueAt(centre), first: valueAt(firstLine) }
  })
  const at = (from: number) => ({ value: { expr: `width + ${from}` } })
  const isRule = 'type' in mark && mark.type === 'rule'
  const place = isRule ? { x: at(sampleFrom), x2: at(sampleTo) } : { x: at((sampleFrom + sampleTo) / 2) }
  return [
    { data: { values }, mark, encoding: { ...place, y: { field: 'centre', ...y }, ...style } } as Layer,
    {
      data: { values },
      mark: { type: 'text', align: 'left', baseline: 'middle', lineBreak: '\n', lineHeight },
      encoding: {
        x: at(sampleTo + gap),
        y: { field: 'first', ...y },
        text: { field: 'text', type: 'nominal' },
      },
    } as Layer,
  ]
}
