import {
  type Block,
  type Document,
  type Inline,
  inlines,
  itemParts,
  type List,
  plainText,
  type Text,
  type Value,
} from '../../src/report/index.ts'

/** Where in a figure a text stands. */
export type FigurePart = 'caption' | 'subtitle' | 'description' | 'data'

/** A part of a text, with the place where it stands. */
export interface PlacedPart {
  at: string
  part: Inline
  /** Null outside of figures. */
  figure: FigurePart | null
}

/** Every part of every text of a document; of emphasis and links, what is in them. */
export function partsOf(document: Document): PlacedPart[] {
  const { title, subtitle, notices, sections } = document
  return [
    ...placed('title', title),
    ...placed('subtitle', subtitle),
    ...notices.flatMap((notice, at) => placed(`notice ${at + 1}`, notice)),
    ...sections.flatMap(section => [
      ...placed(`${section.id}, title`, section.title),
      ...section.blocks.flatMap((block, at) => blockParts(`${section.id}, block ${at + 1}`, block)),
    ]),
  ]
}

function placed(at: string, text: Text, figure: FigurePart | null = null): PlacedPart[] {
  return inlines(text).flatMap(part =>
    typeof part !== 'string' && (part.kind === 'strong' || part.kind === 'emphasis' || part.kind === 'link')
      ? placed(at, part.text, figure)
      : [{ at, part, figure }],
  )
}

function blockParts(at: string, block: Block): PlacedPart[] {
  const all = (texts: readonly Text[], of: string) => texts.flatMap((text, i) => placed(`${at}, ${of} ${i + 1}`, text))
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return placed(at, block.text)
    case 'list':
      return block.items.flatMap((item, i) => {
        const { text, list } = itemParts(item)
        const here = `${at}, item ${i + 1}`
        return [...placed(here, text), ...(list === undefined ? [] : blockParts(here, list))]
      })
    case 'note':
      return all([block.title, block.text], 'text')
    case 'table':
      return [...placed(`${block.id}, caption`, block.caption), ...tableParts(block.id, block)]
    case 'figure':
      return [
        ...placed(`${block.id}, label`, block.label, 'caption'),
        ...placed(`${block.id}, title`, block.title, 'caption'),
        ...placed(`${block.id}, subtitle`, block.subtitle, 'subtitle'),
        ...placed(`${block.id}, description`, block.description, 'description'),
        ...block.files.flatMap(({ title }) => placed(`${block.id}, file`, title, 'caption')),
        ...tableParts(block.id, block.data).map(each => ({ ...each, figure: 'data' as const })),
      ]
  }
}

function tableParts(
  id: string,
  {
    columns,
    rows,
    notes,
  }: { columns: readonly { title: Text }[]; rows: readonly (readonly Text[])[]; notes: readonly Text[] },
): PlacedPart[] {
  const all = (texts: readonly Text[], of: string) => texts.flatMap((text, i) => placed(`${id}, ${of} ${i + 1}`, text))
  return [
    ...all(
      columns.map(({ title }) => title),
      'column',
    ),
    ...rows.flatMap((row, at) => all(row, `row ${at + 1}, cell`)),
    ...all(notes, 'note'),
  ]
}

/** The words of each item of a list, those of lists inside it after the item. */
export const listWords = ({ items }: List): string[] =>
  items.flatMap(item => {
    const { text, list } = itemParts(item)
    return [plainText(text), ...(list === undefined ? [] : listWords(list))]
  })

/** Words that hold a digit and say neither what number of the trial it is nor that it is none. */
export function untiedDigits(document: Document): string[] {
  return partsOf(document).flatMap(({ at, part }) => {
    const words = typeof part === 'string' ? part : part.kind === 'tag' ? part.text : ''
    return /\p{Nd}/u.test(words) ? [`${at}: ${words}`] : []
  })
}

/** The numbers of a document, each with its place. */
export function valuesOf(document: Document): { at: string; value: Value; figure: FigurePart | null }[] {
  return partsOf(document).flatMap(({ at, part, figure }) =>
    typeof part !== 'string' && part.kind === 'value' ? [{ at, value: part, figure }] : [],
  )
}
