import { element } from '../xml.ts'
import { ink, type Properties } from './odt-styles.ts'

const line = '#b1b4b6'

const tableFamily = (name: string, family: string, properties: Properties): string =>
  element(
    'style:style',
    { 'style:name': name, 'style:family': family },
    element(`style:${family}-properties`, properties),
  )

const rule = (width: string, colour: string): Properties => ({
  'fo:border-bottom': `${width} solid ${colour}`,
  'fo:padding': '0.8mm',
  'fo:padding-left': '0mm',
  'fo:padding-right': '2.5mm',
})

/** Styles of the rows and cells of every table. */
export const cellStyles = [
  tableFamily('row', 'table-row', { 'fo:keep-together': 'always' }),
  tableFamily('cell-heading', 'table-cell', { ...rule('1pt', ink), 'style:vertical-align': 'bottom' }),
  tableFamily('cell-body', 'table-cell', rule('0.5pt', line)),
].join('')

/** Style of a table of a width in millimetres. */
export const tableStyle = (name: string, width: number, isWhole: boolean): string =>
  tableFamily(name, 'table', {
    'style:width': millimetres(width),
    'table:align': 'left',
    'fo:margin-bottom': '2mm',
    ...(isWhole ? { 'style:may-break-between-rows': 'false' } : {}),
  })

/** Style of a column of a width in millimetres. */
export const columnStyle = (name: string, width: number): string =>
  tableFamily(name, 'table-column', { 'style:column-width': millimetres(width) })

/** A length as files of the format hold it. */
export const millimetres = (length: number): string => `${length.toFixed(2)}mm`
