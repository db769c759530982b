import { element } from '../xml.ts'
import { names } from './package.ts'

interface Picture {
  number: number
  /** Of the relationship to the file. */
  id: string
  name: string
  /** Text alternative. */
  alternative: string
  /** In millimetres. */
  size: { width: number; height: number }
}

/** A picture in the line of the text, as a run. */
export function drawing({ number, id, name, alternative, size }: Picture): string {
  const extent = { cx: lengthUnits(size.width), cy: lengthUnits(size.height) }
  const described = { id: number, name, descr: alternative }
  const graphic = element(
    'pic:pic',
    { 'xmlns:pic': names.picture },
    element('pic:nvPicPr', {}, element('pic:cNvPr', described), element('pic:cNvPicPr')),
    element('pic:blipFill', {}, element('a:blip', { 'r:embed': id }), element('a:stretch', {}, element('a:fillRect'))),
    element(
      'pic:spPr',
      {},
      element('a:xfrm', {}, element('a:off', { x: 0, y: 0 }), element('a:ext', extent)),
      element('a:prstGeom', { prst: 'rect' }, element('a:avLst')),
    ),
  )
  const inline = element(
    'wp:inline',
    { 'xmlns:wp': names.inline, distT: 0, distB: 0, distL: 0, distR: 0 },
    element('wp:extent', extent),
    element('wp:docPr', described),
    element('a:graphic', { 'xmlns:a': names.drawing }, element('a:graphicData', { uri: names.picture }, graphic)),
  )
  return element('w:r', {}, element('w:drawing', {}, inline))
}

const lengthUnits = (millimetres: number): number => Math.round(millimetres * 36_000)
