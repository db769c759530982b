import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { fontSize, panel } from '../theme.ts'
import { withWords } from './png-words.ts'

/** Pixels for each pixel of the drawing: sharp in print and on dense screens. */
const scale = 2

/** The fonts that come with the package: below the folder that holds src or dist. */
const fontFiles = ['Regular', 'Bold'].map(face =>
  fileURLToPath(new URL(`../../../assets/fonts/Arimo-${face}.ttf`, import.meta.url)),
)

/**
 * An SVG of ours as PNG on white, two pixels for each of its own, with the description of the SVG as text in the file. Fonts of the machine are not looked at, so the bytes are
 * the same on every machine.
 */
export function renderPng(svg: string): Uint8Array {
  const options = {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Arimo', defaultFontSize: fontSize },
    fitTo: { mode: 'zoom', value: scale },
    background: panel,
  } as const
  // A copy: the bytes of the renderer are a view of memory that is not ours.
  const png = Uint8Array.from(new Resvg(svg, options).render().asPng())
  const description = /<desc[^>]*>(.*?)<\/desc>/s.exec(svg)?.[1]
  return description === undefined ? png : withWords(png, 'Description', plain(description))
}

const plain = (xml: string): string =>
  xml
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
