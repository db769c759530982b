import type { Layer, Layout } from './chart.ts'
import { dodge } from './dodge.ts'
import { textWidth, wrapText } from './text-width.ts'
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

type WrappedEnd = Omit<NamedEnd, 'title'> & { lines: readonly string[] }

/** Names of ends, wrapped, with the pixels that they take to the right of the plot and one under the other. */
export interface EndNames {
  ends: readonly WrappedEnd[]
  width: number
  height: number
}

export function endNames(ends: readonly NamedEnd[], { width }: Layout): EndNames {
  const most = width >= wideFrom ? room.wide : room.narrow
  const wrapped = ends.map(({ title, ...end }) => ({ ...end, lines: wrapText(title, most, fontSize) }))
  const widest = Math.max(0, ...wrapped.flatMap(({ lines }) => lines).map(line => textWidth(line, fontSize)))
  return {
    ends: wrapped,
    width: Math.ceil(sampleTo + gap + widest),
    height: wrapped.reduce((sum, end) => sum + heightOf(end), 0),
  }
}

const heightOf = ({ lines }: WrappedEnd): number => lines.length * lineHeight + gap

/** Names to the right of the plot, in the order of what they name and clear of each other, each after a sample. */
export function endLabels(
  { ends }: EndNames,
  { domain: [low, high], height, y }: { domain: readonly [number, number]; height: number; y: object },
  { mark, style }: Sample,
): Layer[] {
  const pixelOf = ({ value }: WrappedEnd): number => (height * (high - value)) / (high - low)
  const valueAt = (pixel: number): number => high - ((high - low) * pixel) / height
  const sorted = [...ends].sort((a, b) => pixelOf(a) - pixelOf(b))
  const centres = dodge(sorted.map(pixelOf), sorted.map(heightOf), 0, height)
  const values = sorted.map(({ id, lines }, i) => {
    const centre = centres[i] ?? 0
    const firstLine = centre - ((lines.length - 1) * lineHeight) / 2
    return { id, text: lines.join('\n'), centre: valueAt(centre), first: valueAt(firstLine) }
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
