import { type Document, writeDocx, writeHtml, writeMarkdown, writeOdt, writeText } from '../../src/report/index.ts'
import type { FigurePart } from './document-texts.ts'
import { partOf } from './packages.ts'
import { elementsOf, parseXml, wordsOf } from './xml.ts'

/** A writer of documents, as the words that a reader sees in what it writes. */
interface WordWriter {
  write(document: Document): string
  /** What it does not write of a figure. */
  leavesOut: readonly FigurePart[]
}

/** Every writer. One more needs a line here. */
export const wordWriters: Readonly<Record<'HTML' | 'Markdown' | 'text' | 'ODT' | 'DOCX', WordWriter>> = {
  HTML: { write: document => htmlWords(writeHtml(document)), leavesOut: ['description'] },
  Markdown: { write: document => writeMarkdown(document).replaceAll(/\\(.)/g, '$1'), leavesOut: [] },
  text: {
    write: document => writeText(document, Number.POSITIVE_INFINITY),
    leavesOut: ['description', 'subtitle', 'data'],
  },
  ODT: { write: document => paperWords(partOf(writeOdt(document), 'content.xml')), leavesOut: [] },
  DOCX: { write: document => paperWords(partOf(writeDocx(document), 'word/document.xml')), leavesOut: [] },
}

/** The words of paragraphs and headings, and the text alternatives of pictures. */
export function paperWords(xml: string): string {
  const root = parseXml(xml)
  const words = ['text:p', 'text:h', 'w:p'].flatMap(name => elementsOf(root, name).map(wordsOf))
  const alternatives = elementsOf(root, 'wp:docPr').map(({ attributes }) => attributes.descr ?? '')
  return [...words, ...alternatives].join('\n')
}

const marks = { lt: '<', gt: '>', quot: '"', amp: '&' } as const

/** The words of a page: drawings, which hold the description of a chart, and tags are taken out. */
const htmlWords = (html: string): string =>
  html
    .replaceAll(/<svg[\s\S]*?<\/svg>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof marks) => marks[name])
