import type { Cell, NumberFormat } from '../spreadsheets/numbers.ts'
import { element } from '../xml.ts'
import { xmlPart } from './package.ts'

type Properties = Readonly<Record<string, string>>

const style = (name: string, family: string, parent: string | undefined, ...properties: readonly string[]): string =>
  element(
    'style:style',
    { 'style:name': name, 'style:family': family, 'style:parent-style-name': parent },
    ...properties,
  )

const cell = (
  name: string,
  parent: string,
  box: Properties,
  paragraph: Properties = {},
  text: Properties = {},
): string =>
  style(
    name,
    'table-cell',
    parent,
    element('style:table-cell-properties', box),
    element('style:paragraph-properties', paragraph),
    element('style:text-properties', text),
  )

const wrapped = { 'fo:wrap-option': 'wrap', 'style:vertical-align': 'top' }
const right = { 'fo:text-align': 'end' }
const bold = { 'fo:font-weight': 'bold' }

/** The styles of a spreadsheet with its page, on its side and as wide as a table. */
export function odsStyles(language: string): string {
  const [code = '', country = ''] = language.split('-')
  const text = { 'fo:font-family': 'Arial', 'fo:font-size': '12pt', 'fo:language': code, 'fo:country': country }
  const layout = element(
    'style:page-layout',
    { 'style:name': 'a4' },
    element('style:page-layout-properties', {
      'fo:page-width': '297mm',
      'fo:page-height': '210mm',
      'style:print-orientation': 'landscape',
      'fo:margin': '15mm',
      'style:scale-to-X': '1',
      'style:scale-to-Y': '0',
    }),
  )
  return xmlPart(
    'office:document-styles',
    element(
      'office:styles',
      {},
      element('style:default-style', { 'style:family': 'table-cell' }, element('style:text-properties', text)),
      style('Default', 'table-cell', undefined),
      cell('line', 'Default', wrapped),
      cell('title', 'Default', wrapped, {}, { ...bold, 'fo:font-size': '16pt' }),
      cell(
        'heading',
        'Default',
        { ...wrapped, 'style:vertical-align': 'bottom', 'fo:border-bottom': '1pt solid #0b0c0c' },
        {},
        bold,
      ),
      cell('heading-number', 'heading', {}, right),
      cell('text', 'Default', wrapped),
      cell('number', 'Default', wrapped, right),
    ),
    element('office:automatic-styles', {}, layout),
    element(
      'office:master-styles',
      {},
      element('style:master-page', { 'style:name': 'Default', 'style:page-layout-name': 'a4' }),
    ),
  )
}

/** Styles of every sheet and row. */
export const sheetStyles = [
  element(
    'style:style',
    { 'style:name': 'sheet', 'style:family': 'table', 'style:master-page-name': 'Default' },
    element('style:table-properties', { 'table:display': 'true' }),
  ),
  style(
    'row',
    'table-row',
    undefined,
    element('style:table-row-properties', { 'style:use-optimal-row-height': 'true' }),
  ),
].join('')

const millimetresPerCharacter = 2.4

/** The style of a column so many characters wide. */
export const widthStyle = (characters: number): string =>
  style(
    `width-${characters}`,
    'table-column',
    undefined,
    element('style:table-column-properties', {
      'style:column-width': `${(characters * millimetresPerCharacter).toFixed(1)}mm`,
    }),
  )

/** Name of the style of a cell in a table. */
export const cellStyle = (of: Cell): string =>
  of.kind === 'number' ? formatName(of.format) : of.right ? 'number' : 'text'

/** Name of a number format's style. */
export const formatName = ({ unit, decimals, grouped }: NumberFormat): string =>
  `${unit}-${decimals}${grouped ? '' : '-plain'}`

/** The styles of a number format: what is below zero has a true minus before the pound sign. */
export function formatStyles(format: NumberFormat): string {
  const name = formatName(format)
  const minus = element('number:text', {}, '−')
  const below = element('style:map', { 'style:condition': 'value()<0', 'style:apply-style-name': `below-${name}` })
  return [
    dataStyle(format, `below-${name}`, minus, ''),
    dataStyle(format, `shown-${name}`, '', below),
    element('style:style', {
      'style:name': name,
      'style:family': 'table-cell',
      'style:parent-style-name': 'number',
      'style:data-style-name': `shown-${name}`,
    }),
  ].join('')
}

function dataStyle({ unit, decimals, grouped }: NumberFormat, name: string, before: string, after: string): string {
  const digits = element('number:number', {
    'number:decimal-places': decimals,
    'number:min-decimal-places': decimals,
    'number:min-integer-digits': 1,
    'number:grouping': grouped ? 'true' : undefined,
  })
  const pound = element('number:currency-symbol', { 'number:language': 'en', 'number:country': 'GB' }, '£')
  const content = {
    number: [digits],
    percent: [digits, element('number:text', {}, '%')],
    pounds: [pound, digits],
  }[unit]
  const kind = { number: 'number', percent: 'percentage', pounds: 'currency' }[unit]
  return element(`number:${kind}-style`, { 'style:name': name }, before, ...content, after)
}
