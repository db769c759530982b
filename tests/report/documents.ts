import {
  type Block,
  type Document,
  type Figure,
  inlines,
  itemParts,
  type List,
  type Table,
  type Text,
  type Value,
} from '../../src/report/document.ts'
import { literal, text } from '../../src/report/index.ts'

const value = (id: string, words: string): Value => ({ kind: 'value', id, text: words })

/** A PNG of one white pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAGAPirQAAAABJRU5ErkJggg==',
  'base64',
)

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 1 1"><title>t</title></svg>'

/** Text that programs could take for something else than text. */
export const hostile = [
  '<script>alert("1")</script> & </text:p></w:t>',
  '=HYPERLINK("https://example.org";"1")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  "'=1",
  '\t=1',
  'bell \u0007, null \u0000, escape \u001b[31m, half \ud800',
  'turned \u202e21\u202c and \u2067isolated\u2069',
  'שלום \u200f12',
  'w'.repeat(500),
  ']]> <!-- --> &lt; &#0; _x0041_',
  '$(reboot) `id` {{ result }} %s',
] as const

/** A document with every kind of block and of inline, `words` wherever words stand. */
export function documentWith(words: string): Document {
  const share = value('payers_share.control.estimate', '1.03%')
  const said: Text = [words, { kind: 'strong', text: [words, { kind: 'emphasis', text: text`(${share})` }] }]
  const link: Text = [
    { kind: 'link', text: said, href: '#table' },
    ' ',
    { kind: 'link', text: words, href: 'https://example.org/?a=1&b="2"' },
  ]
  const tags: Text = [
    { kind: 'tag', text: words, tone: 'fault' },
    { kind: 'tag', text: 'sound', tone: 'sound' },
    { kind: 'code', text: words },
    { kind: 'link', text: 'nowhere', href: 'javascript:alert(1)' },
    { kind: 'link', text: 'no such place', href: '#none' },
    { kind: 'link', text: 'a file', href: '../08-results.json' },
  ]
  const columns = [
    { title: text`Arm ${words}`, kind: 'heading' },
    { title: 'Verdict', kind: 'text' },
    { title: 'Cases', kind: 'number' },
    { title: 'Paid', kind: 'number' },
  ] as const
  const table: Block = {
    kind: 'table',
    id: 'table',
    caption: text`Cases ${words}`,
    columns,
    rows: [
      ['Control', said, '6,208', [value('paid', '−£4.07')]],
      [words, [value('share', '1.03%')], [value('n', '12')], ''],
      ['PWC first', words, 'less than 0.1%', 'not available'],
    ],
    notes: [text`Of all cases ${words}.`, 'Rounded.'],
  }
  const drawn: Figure = {
    kind: 'figure',
    id: 'figure-1',
    label: [literal('Figure 1')],
    title: said,
    subtitle: text`Share ${words}`,
    description: text`A bar of ${share} ${words}`,
    svg: { wide: drawing, narrow: drawing },
    png,
    image: '10-charts/figure-1.svg',
    data: { columns: columns.slice(0, 2), rows: [['Control', [share]]], notes: ['Rounded.'] },
    files: [{ title: 'Data (CSV)', href: '10-charts/figure-1.csv' }],
  }
  const { png: _, ...undrawn }: Figure = { ...drawn, id: 'figure-2', label: 'Figure two' }
  return {
    title: text`Report ${words}`,
    subtitle: said,
    language: 'en-GB',
    notices: [said, words],
    sections: [
      {
        id: 'first',
        title: text`First ${words}`,
        blocks: [
          { kind: 'paragraph', text: said },
          { kind: 'paragraph', text: link },
          { kind: 'paragraph', text: tags },
          { kind: 'list', ordered: false, items: [said, words] },
          { kind: 'list', ordered: true, items: ['one', words] },
          { kind: 'list', ordered: true, items: ['uno', 'due'] },
          {
            kind: 'list',
            ordered: false,
            items: [
              { text: said, list: { kind: 'list', ordered: true, items: [words, 'zwei'] } },
              {
                text: words,
                list: {
                  kind: 'list',
                  ordered: false,
                  items: [{ text: 'in', list: { kind: 'list', ordered: false, items: ['deepest', said] } }],
                },
              },
            ],
          },
        ],
      },
      {
        id: 'second',
        title: 'Second',
        blocks: [
          { kind: 'heading', text: said },
          table,
          drawn,
          undrawn,
          { kind: 'note', title: text`Note ${words}`, text: said },
        ],
      },
    ],
  }
}

/** The texts of blocks as a reader meets them; of figures without the names of their files. */
export function textsOf({ title, subtitle, notices, sections }: Document): Text[] {
  return [
    title,
    subtitle,
    ...notices,
    ...sections.flatMap(section => [section.title, ...section.blocks.flatMap(blockTexts)]),
  ]
}

const listTexts = ({ items }: List): Text[] =>
  items.flatMap(item => {
    const { text, list } = itemParts(item)
    return [text, ...(list === undefined ? [] : listTexts(list))]
  })

function blockTexts(block: Block): Text[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.text]
    case 'list':
      return listTexts(block)
    case 'note':
      return [block.title, block.text]
    case 'table':
      return [block.caption, ...tableTexts(block)]
    case 'figure':
      return [block.label, block.title, block.subtitle, block.description, ...tableTexts(block.data)]
  }
}

/** The texts of a table: its headings, cells and notes. */
export const tableTexts = ({ columns, rows, notes }: Pick<Table, 'columns' | 'rows' | 'notes'>): Text[] => [
  ...columns.map(({ title }) => title),
  ...rows.flat(),
  ...notes,
]

/** The values in a text, with those inside emphasis and links. */
export const valuesOf = (words: Text): Value[] =>
  inlines(words).flatMap(part => (typeof part === 'string' ? [] : part.kind === 'value' ? [part] : valuesOf(part.text)))
