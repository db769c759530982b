import { describe, expect, it } from 'vitest'
import { type Document, plainText } from '../../../src/report/document.ts'
import { oneLine } from '../../../src/report/writers/characters.ts'
import { writeDocx } from '../../../src/report/writers/office-open/docx.ts'
import { writeOdt } from '../../../src/report/writers/open-document/odt.ts'
import { partOf, unpacked } from '../../support/packages.ts'
import { paperWords } from '../../support/word-writers.ts'
import { elementsOf, parseXml, wordsOf, type XmlElement } from '../../support/xml.ts'
import { documentWith, hostile, png, textsOf } from '../documents.ts'
import { partPaymentReport } from '../part-payment.ts'

const formats = {
  odt: { write: writeOdt, main: 'content.xml', paragraph: ['text:p', 'text:h'], picture: 'Pictures/1.png' },
  docx: { write: writeDocx, main: 'word/document.xml', paragraph: ['w:p'], picture: 'word/media/1.png' },
} as const

const plain = documentWith('of all cases')

describe.each(Object.entries(formats))('%s', (_, { write, main, paragraph, picture }) => {
  const contentOf = (document: Document) => parseXml(partOf(write(document), main))
  /** The words of paragraphs and the text alternatives of pictures. */
  const wordsIn = (document: Document): string => paperWords(partOf(write(document), main))

  it('is a zip of well-formed XML and the pictures', () => {
    const parts = unpacked(write(plain))
    for (const [path] of parts) {
      if (/\.(?:xml|rels)$/.test(path)) expect(() => parseXml(partOf(write(plain), path)), path).not.toThrow()
    }
    expect(parts.get(picture)).toEqual(new Uint8Array(png))
  })

  it('holds every text of the document', async () => {
    for (const document of [plain, await partPaymentReport()]) {
      const words = wordsIn(document)
      const texts = textsOf(document).map(each => oneLine(plainText(each)))
      expect(texts.filter(each => !words.includes(each))).toEqual([])
    }
  })

  it.each(hostile)('takes %j for text', words => {
    const document = documentWith(words)
    expect(wordsIn(document)).toContain(oneLine(words))
    expect(elementsOf(contentOf(document), paragraph[0])).toHaveLength(
      elementsOf(contentOf(plain), paragraph[0]).length,
    )
  })

  it('is the same bytes twice', () => {
    expect(write(documentWith('of all cases'))).toEqual(write(plain))
  })
})

describe('odt', () => {
  const content = parseXml(partOf(writeOdt(plain), 'content.xml'))

  it('says by its first bytes what it is', () => {
    const bytes = Buffer.from(writeOdt(plain)).toString('latin1')
    expect(bytes.indexOf('mimetypeapplication/vnd.oasis.opendocument.text')).toBe(30)
    const listed = elementsOf(parseXml(partOf(writeOdt(plain), 'META-INF/manifest.xml')), 'manifest:file-entry')
    const paths = listed.map(({ attributes }) => attributes['manifest:full-path'])
    const files = [...unpacked(writeOdt(plain)).keys()].filter(
      path => path !== 'mimetype' && !path.startsWith('META-INF'),
    )
    expect(paths).toEqual(['/', ...files])
  })

  it('has its title, its language, headings in order and headed tables', () => {
    const meta = parseXml(partOf(writeOdt(plain), 'meta.xml'))
    expect(elementsOf(meta, 'dc:title').map(wordsOf)).toEqual(['Report of all cases'])
    expect(elementsOf(meta, 'dc:language').map(wordsOf)).toEqual(['en-GB'])
    expect(elementsOf(content, 'text:h').map(({ attributes }) => attributes['text:outline-level'])).toEqual([
      '1',
      '1',
      '2',
    ])
    const tables = elementsOf(content, 'table:table')
    expect(tables).toHaveLength(3)
    for (const table of tables) expect(elementsOf(table, 'table:table-header-rows')).toHaveLength(1)
  })

  it('uses only styles that it has', () => {
    const styles = parseXml(partOf(writeOdt(plain), 'styles.xml'))
    const named = [
      ...elementsOf(styles, 'style:style'),
      ...elementsOf(styles, 'text:list-style'),
      ...elementsOf(content, 'style:style'),
    ]
    const names = new Set(named.map(({ attributes }) => attributes['style:name']))
    const used = [...partOf(writeOdt(plain), 'content.xml').matchAll(/(?:text|table):style-name="([^"]+)"/g)].map(
      match => match[1],
    )
    expect(used.filter(name => !names.has(name))).toEqual([])
  })

  it('holds lists inside items', () => {
    const depthOf = (element: XmlElement, depth = 0): number[] =>
      element.children.flatMap(child =>
        typeof child === 'string'
          ? []
          : depthOf(child, depth + (child.name === 'text:list' ? 1 : 0)).concat(
              child.name === 'text:list-item' ? [depth] : [],
            ),
      )
    expect(Math.max(...depthOf(content))).toBe(3)
  })

  it('links to places that are there, to pages and to files beside it', () => {
    const links = elementsOf(content, 'text:a').map(({ attributes }) => attributes['xlink:href'])
    expect(new Set(links)).toEqual(
      new Set(['#first', '#second', '#table', 'https://example.org/?a=1&b="2"', '../../08-results.json']),
    )
    const places = elementsOf(content, 'text:bookmark').map(({ attributes }) => `#${attributes['text:name']}`)
    expect(links.filter(link => link?.startsWith('#') && !places.includes(link))).toEqual([])
  })
})

describe('docx', () => {
  const main = parseXml(partOf(writeDocx(plain), 'word/document.xml'))

  it('declares the type of every part', () => {
    const types = parseXml(partOf(writeDocx(plain), '[Content_Types].xml'))
    const declared = elementsOf(types, 'Override').map(({ attributes }) => attributes.PartName?.slice(1))
    const files = [...unpacked(writeDocx(plain)).keys()].filter(path => !/^\[|\.rels$|\.png$/.test(path))
    expect(declared).toEqual(files)
  })

  it('has its title, its language, headings and headed tables', () => {
    const core = parseXml(partOf(writeDocx(plain), 'docProps/core.xml'))
    expect(elementsOf(core, 'dc:title').map(wordsOf)).toEqual(['Report of all cases'])
    expect(partOf(writeDocx(plain), 'word/styles.xml')).toContain('<w:lang w:val="en-GB"/>')
    const styles = elementsOf(main, 'w:pStyle').map(({ attributes }) => attributes['w:val'] ?? '')
    expect(styles.filter(style => style.startsWith('Heading'))).toEqual(['Heading1', 'Heading1', 'Heading2'])
    expect(elementsOf(main, 'w:tbl')).toHaveLength(3)
    expect(elementsOf(main, 'w:tblHeader')).toHaveLength(3)
  })

  it('uses only styles, relationships, bookmarks and lists that it has', () => {
    const have = (path: string, name: string, key: string) =>
      elementsOf(parseXml(partOf(writeDocx(plain), path)), name).map(({ attributes }) => attributes[key] ?? '')
    const used = (name: string, key: string) =>
      elementsOf(main, name).flatMap(({ attributes }) => attributes[key] ?? [])
    const within = (some: readonly string[], all: readonly string[]) => some.filter(each => !all.includes(each))
    const styles = have('word/styles.xml', 'w:style', 'w:styleId')
    expect(
      within(
        ['w:pStyle', 'w:rStyle', 'w:tblStyle'].flatMap(name => used(name, 'w:val')),
        styles,
      ),
    ).toEqual([])
    const related = have('word/_rels/document.xml.rels', 'Relationship', 'Id')
    expect(new Set(related).size).toBe(related.length)
    expect(within([...used('w:hyperlink', 'r:id'), ...used('a:blip', 'r:embed')], related)).toEqual([])
    expect(within(used('w:hyperlink', 'w:anchor'), used('w:bookmarkStart', 'w:name'))).toEqual([])
    expect(within(used('w:numId', 'w:val'), have('word/numbering.xml', 'w:num', 'w:numId'))).toEqual([])
  })

  it('begins each numbered list at 1', () => {
    expect(new Set(elementsOf(main, 'w:numId').map(({ attributes }) => attributes['w:val'])).size).toBe(5)
  })

  it('sets a list inside an item in by one level', () => {
    const levels = elementsOf(main, 'w:ilvl').map(({ attributes }) => attributes['w:val'])
    expect(levels.slice(-7)).toEqual(['0', '1', '1', '0', '1', '2', '2'])
    const numbering = parseXml(partOf(writeDocx(plain), 'word/numbering.xml'))
    const defined = elementsOf(numbering, 'w:abstractNum').map(kind => elementsOf(kind, 'w:lvl').length)
    expect(defined).toEqual([6, 6])
  })
})
