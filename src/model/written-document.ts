import { z } from 'zod'

const word = z.string()

const value = z
  .strictObject({
    kind: z.literal('value'),
    id: z.string().min(1).describe('Id of the result that it is, as payers_share.control.estimate.'),
    text: word.describe('The number as it is written.'),
  })
  .describe('A number of the trial.')

const tone = z
  .enum(['sound', 'plain', 'open', 'fault'])
  .describe('sound: stands; plain: no remark; open: cannot be said; fault: does not stand.')

const emphasised = z.strictObject({
  kind: z.enum(['strong', 'emphasis']),
  get text() {
    return text
  },
})

const link = z.strictObject({
  kind: z.literal('link'),
  get text() {
    return text
  },
  href: z.string().describe('A page, a mail address, a file beside the report, or # and an id of the document.'),
})

const inline: z.ZodType = z.union([
  word.describe('Words without a digit.'),
  value,
  z.strictObject({ kind: z.literal('literal'), text: word }).describe('Words whose digits are no result.'),
  z.strictObject({ kind: z.literal('code'), text: word }).describe('What a reader may copy letter by letter.'),
  z.strictObject({ kind: z.literal('tag'), text: word, tone }).describe('A word from a closed list, as a verdict.'),
  emphasised,
  link,
])

const text = z.union([word, z.array(inline)]).describe('Running text: words, or parts one after the other.')

const list = z.strictObject({
  kind: z.literal('list'),
  ordered: z.boolean(),
  get items(): z.ZodType {
    return z.array(z.union([text, z.strictObject({ text, list })]))
  },
})

const columns = z.array(
  z.strictObject({
    title: text,
    kind: z.enum(['heading', 'text', 'number']).describe('heading: names its row; number: set to the right.'),
  }),
)
const rows = z.array(z.array(text)).describe('Cells in the order of the columns.')
const notes = z.array(text)
const id = z.string().min(1).describe('Unique in the document.')

const table = z.strictObject({ kind: z.literal('table'), id, caption: text, columns, rows, notes })

const figure = z
  .strictObject({
    kind: z.literal('figure'),
    id,
    label: text.describe('As Figure 1.'),
    title: text,
    subtitle: text,
    description: text.describe('Text alternative.'),
    svg: z.strictObject({ wide: z.string(), narrow: z.string() }).describe('SVG for a wide and for a narrow page.'),
    image: z.string().describe('Address of the drawing.'),
    data: z.strictObject({ columns, rows, notes }).describe('The numbers of the chart.'),
    files: z.array(z.strictObject({ title: z.string(), href: z.string() })),
  })
  .describe('A chart with its words, its numbers and its files.')

const block = z.union([
  z.strictObject({ kind: z.enum(['heading', 'paragraph']), text }),
  list,
  table,
  figure,
  z.strictObject({ kind: z.literal('note'), title: text, text }),
])

/** A report as `--format json` writes it. */
export const writtenDocumentSchema = z.strictObject({
  schema: z.literal('equipoise/document/1').describe('Form of this file.'),
  title: text,
  subtitle: text,
  language: z.literal('en-GB'),
  notices: z.array(text).describe('What a reader must know first.'),
  sections: z.array(z.strictObject({ id, title: text, blocks: z.array(block) })),
})
