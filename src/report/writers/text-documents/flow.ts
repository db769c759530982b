import {
  type Block,
  type Document,
  type Figure,
  type List,
  type Section,
  type Table,
  type Text,
  text,
} from '../../document.ts'

/** A document as what stands below what on paper: the same for every kind of text document. */
export type FlowPart =
  | { kind: 'paragraph'; style: ParagraphStyle; text: Text; anchor?: string }
  | { kind: 'heading'; level: 1 | 2; text: Text; anchor?: string }
  | List
  | { kind: 'table'; name: string; title: Text; columns: Table['columns']; rows: Table['rows'] }
  | { kind: 'picture'; name: string; png: Uint8Array; title: Text; description: Text }

/** What a paragraph is: `label` stands over what it names and stays with it, as `lead` does with a list; `remark` is below a table. */
export type ParagraphStyle =
  | ('title' | 'subtitle' | 'notice' | 'body' | 'lead')
  | ('label' | 'detail' | 'remark' | 'note-title' | 'note')

/** The document from its title to its last part, with a list of its sections. */
export function flowOf({ title, subtitle, notices, sections }: Document): FlowPart[] {
  const paragraph = (style: ParagraphStyle, words: Text): FlowPart => ({ kind: 'paragraph', style, text: words })
  return [
    ...notices.map(notice => paragraph('notice', notice)),
    paragraph('title', title),
    paragraph('subtitle', subtitle),
    ...contents(sections),
    ...sections.flatMap(section => [
      { kind: 'heading' as const, level: 1 as const, text: section.title, anchor: section.id },
      ...section.blocks.flatMap((block, at) => partsOf(block, section.blocks[at + 1])),
    ]),
  ]
}

function contents(sections: readonly Section[]): FlowPart[] {
  if (sections.length < 2) return []
  const links = sections.map(({ id, title }): Text => [{ kind: 'link', text: title, href: `#${id}` }])
  return [
    { kind: 'paragraph', style: 'label', text: 'Contents' },
    { kind: 'list', ordered: true, items: links },
  ]
}

function partsOf(block: Block, next: Block | undefined): FlowPart[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', level: 2, text: block.text }]
    case 'paragraph':
      return [{ kind: 'paragraph', style: next?.kind === 'list' ? 'lead' : 'body', text: block.text }]
    case 'list':
      return [block]
    case 'note':
      return [
        { kind: 'paragraph', style: 'note-title', text: block.title },
        { kind: 'paragraph', style: 'note', text: block.text },
      ]
    case 'table':
      return tableParts(block, block.caption, block.id)
    case 'figure':
      return figureParts(block)
  }
}

function tableParts(
  { columns, rows, notes }: Pick<Table, 'columns' | 'rows' | 'notes'>,
  title: Text,
  id: string,
): FlowPart[] {
  return [
    { kind: 'paragraph', style: 'label', text: title, anchor: id },
    { kind: 'table', name: id, title, columns, rows },
    ...notes.map((note): FlowPart => ({ kind: 'paragraph', style: 'remark', text: note })),
  ]
}

/** A chart: its picture with the description as its text alternative, or the description alone, and its numbers. */
function figureParts({ id, label, title, subtitle, description, png, data }: Figure): FlowPart[] {
  const name = text`${label}. ${title}`
  return [
    { kind: 'paragraph', style: 'label', text: name, anchor: id },
    { kind: 'paragraph', style: 'detail', text: subtitle },
    png === undefined
      ? { kind: 'paragraph', style: 'body', text: description }
      : { kind: 'picture', name: id, png, title: name, description },
    ...tableParts(data, text`Numbers of ${label}`, `${id}-data`),
  ]
}
