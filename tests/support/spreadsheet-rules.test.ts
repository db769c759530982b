import { describe, expect, it } from 'vitest'
import { writeOds } from '../../src/report/index.ts'
import { type PackagePart, zipPackage } from '../../src/report/writers/zip.ts'
import { documentWith } from '../report/documents.ts'
import { partOf, unpacked } from './packages.ts'
import { checkSpreadsheet } from './spreadsheet-rules.ts'

const sound = writeOds(documentWith('of all cases'))

/** The workbook with one part of it changed. */
function changed(path: string, change: (text: string) => string): Uint8Array {
  const before = partOf(sound, path)
  const after = change(before)
  expect(after, 'the change is none').not.toBe(before)
  return zipPackage([...unpacked(sound)].map(([name, part]): PackagePart => [name, name === path ? after : part]))
}

const withPart = (path: string): Uint8Array => zipPackage([...unpacked(sound), [path, 'x']])

const content = (from: string | RegExp, to: string) => () => changed('content.xml', text => text.replace(from, to))
const styles = (from: string | RegExp, to: string) => () => changed('styles.xml', text => text.replace(from, to))
const meta = (from: string | RegExp, to: string) => () => changed('meta.xml', text => text.replace(from, to))
const settings = (from: string | RegExp, to: string) => () => changed('settings.xml', text => text.replace(from, to))

/** A workbook that breaks a rule, by the rule. */
const broken: Readonly<Record<string, () => Uint8Array>> = {
  'begins with Cover and Contents': content('table:name="Contents"', 'table:name="Overview"'),
  'names each sheet once, in 31 characters': content('table:name="Table_2"', `table:name="${'T'.repeat(32)}"`),
  'has a title': meta(/<dc:title>[^<]*/, '<dc:title>'),
  'says its language': meta('en-GB', 'de-DE'),
  'opens on the cover': settings('>Cover<', '>Contents<'),
  'has its cursors in A1': settings(/(CursorPositionX"[^>]*>)0/, '$11'),
  'has unique table names': content(/table:name="table_2[^"]*"/, 'table:name="table_1_table"'),
  'has no picture': () => withPart('Pictures/1.png'),
  'has no macro': () => withPart('Basic/script.xml'),
  'has no filter': content('table:display-filter-buttons="false"', 'table:display-filter-buttons="true"'),
  'freezes nothing': settings('CursorPositionY', 'HorizontalSplitMode'),
  'has no table:covered-table-cell': content('</table:table-row>', '<table:covered-table-cell/></table:table-row>'),
  'has no draw:frame': content('</table:table-row>', '<draw:frame/></table:table-row>'),
  'has no table:filter': content('</table:table>', '<table:filter/></table:table>'),
  'has no office:scripts': content('<office:body>', '<office:scripts/><office:body>'),
  'has no table:table-header-rows': content('</table:table>', '<table:table-header-rows/></table:table>'),
  'Table_1: has no blank cell': content('>6,208<', '> <'),
  'Table_1: has no hidden or repeated part': content(
    /(table:name="Table_1".*?<table:table-row) /s,
    '$1 table:visibility="collapse" ',
  ),
  'Table_1: is set in 12 points or more': styles('fo:font-size="16pt"', 'fo:font-size="9pt"'),
  'Table_1: wraps its lines': styles('fo:wrap-option="wrap"', 'fo:wrap-option="no-wrap"'),
  'Table_1: has no fill': styles('fo:wrap-option="wrap"', 'fo:wrap-option="wrap" fo:background-color="#ffffff"'),
  'Table_1: has one table that begins in column A': content(/Table_1\.A(?=\d+:)/, 'Table_1.B'),
  'Table_1: has nothing below its table': content(
    /(table:name="Table_1".*?)<\/table:table>/s,
    '$1<table:table-row><table:table-cell table:style-name="line"><text:p>below</text:p></table:table-cell></table:table-row></table:table>',
  ),
  'Table_1: has cells in every column': content(
    /(>6,208<\/text:p><\/table:table-cell>)<table:table-cell.*?<\/table:table-cell>/s,
    '$1',
  ),
  'Table_1: is as wide as its range': content(/(Table_1\.A\d+:Table_1\.)[A-Z]/, '$1Z'),
  'Table_1: has one heading for each column': content('>Paid<', '>Cases<'),
  'Table_1: says its title and how many tables it has': content(
    /(table:name="Table_1".*?)This worksheet contains one table\./s,
    '$1See below.',
  ),
  'Table_1: explains its shorthand': content(/Shorthand: [^<]*/, 'Signs as usual.'),
  'Table_1: has no superscript notes': content('>6,208<', '>6,208¹<'),
  'Table_1: has a table name for programs': content('table:name="table_1_table"', 'table:name="1 table"'),
}

describe('the rules of spreadsheets', () => {
  it('find nothing in a workbook that keeps them', () => {
    expect(checkSpreadsheet(sound)).toEqual([])
  })

  it.each(Object.keys(broken))('find what breaks: %s', rule => {
    expect(checkSpreadsheet((broken[rule] as () => Uint8Array)())).toContain(rule)
  })
})
