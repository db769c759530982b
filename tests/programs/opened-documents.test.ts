import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser, printPdf } from '../../src/pipeline/print-pdf.ts'
import { type Document, plainText } from '../../src/report/document.ts'
import { writeDocx, writeHtml, writeOds, writeOdt, writeXlsx } from '../../src/report/index.ts'
import { documentWith, hostile, tableTexts, textsOf } from '../report/documents.ts'
import { partPaymentReport } from '../report/part-payment.ts'
import { scratch } from '../support/folders.ts'
import { needsCommand, present } from '../support/needs.ts'

const { folder, remove } = scratch()
afterAll(remove)

// A tab at the start of a text, control characters and turned words come out in a form of their own.
const hostileHere = hostile.filter(words => /^[\x20-\x7e]*$/.test(words))
/** Words without white space, which programs set as they like, in place of a line. */
const packed = (words: string) => words.replace(/\s+/g, '')
let documents: Record<string, Document> = {}

/** The words of a page. */
const shownText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"' })[name as string] ?? '')
    .replaceAll('&amp;', '&')

async function officeTo(format: string, ending: string): Promise<void> {
  const files = readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .map(name => join(folder, name))
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  await promisify(execFile)('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, ...files])
}

describe.runIf(needsCommand('soffice'))('LibreOffice', () => {
  beforeAll(async () => {
    documents = {
      plain: documentWith('of all cases'),
      hostile: documentWith(hostileHere.join(' | ')),
      report: await partPaymentReport(),
    }
    for (const [name, document] of Object.entries(documents)) {
      writeFileSync(join(folder, `${name}-odf.odt`), writeOdt(document))
      writeFileSync(join(folder, `${name}-office.docx`), writeDocx(document))
      writeFileSync(join(folder, `${name}-odf.ods`), writeOds(document))
      writeFileSync(join(folder, `${name}-office.xlsx`), writeXlsx(document))
    }
    await officeTo('txt:Text (encoded):UTF8', '.odt')
    await officeTo('txt:Text (encoded):UTF8', '.docx')
    // A page with the cells of every sheet as they are shown.
    await officeTo('html:HTML (StarCalc):UTF8', '.ods')
    await officeTo('html:HTML (StarCalc):UTF8', '.xlsx')
  }, 600_000)

  it.each(['odf', 'office'])('opens text documents (%s), and every text comes out again', kind => {
    for (const [name, document] of Object.entries(documents)) {
      const read = packed(readFileSync(join(folder, `${name}-${kind}.txt`), 'utf8'))
      const drawn = new Set(
        document.sections.flatMap(({ blocks }) =>
          blocks.flatMap(block => (block.kind === 'figure' && block.png ? [block.description] : [])),
        ),
      )
      const texts = textsOf(document)
        .filter(text => !drawn.has(text))
        .map(text => packed(plainText(text)))
      expect(
        texts.filter(text => !read.includes(text)),
        name,
      ).toEqual([])
    }
  })

  it.each(['odf', 'office'])('opens spreadsheets (%s), and every cell comes out as it is shown', kind => {
    for (const [name, { sections }] of Object.entries(documents)) {
      const read = packed(shownText(readFileSync(join(folder, `${name}-${kind}.html`), 'utf8')))
      const texts = sections.flatMap(({ blocks }) =>
        blocks.flatMap(block =>
          block.kind === 'table' ? tableTexts(block) : block.kind === 'figure' ? tableTexts(block.data) : [],
        ),
      )
      const shown = texts
        .map(plainText)
        .filter(text => text !== 'not available')
        .map(packed)
      expect(
        shown.filter(text => !read.includes(text)),
        `${name}, ${kind}`,
      ).toEqual([])
    }
  })
})

const browser = findBrowser()
describe.runIf(present('Chromium', browser !== undefined) && present('pdftotext', pdftotextIsThere()))('PDF', () => {
  it('is tagged and has a title, and its text is that of the document, the same twice', async () => {
    const document = documentWith('of all cases')
    const texts: string[] = []
    for (const name of ['one.pdf', 'two.pdf']) {
      writeFileSync(join(folder, name), await printPdf(String(browser), writeHtml(document)))
      texts.push(execFileSync('pdftotext', ['-layout', join(folder, name), '-'], { encoding: 'utf8' }))
    }
    expect(texts[0]).toBe(texts[1])
    const described = new Set(
      document.sections.flatMap(({ blocks }) =>
        blocks.flatMap(block => (block.kind === 'figure' ? [block.description] : [])),
      ),
    )
    const words = textsOf(document)
      .filter(text => !described.has(text))
      .flatMap(text => plainText(text).split(/\s+/))
    expect(words.filter(word => !packed(texts[0] ?? '').includes(word))).toEqual([])
    const facts = execFileSync('pdfinfo', [join(folder, 'one.pdf')], { encoding: 'utf8' })
    expect(facts).toMatch(/^Tagged: +yes$/m)
    expect(facts).toMatch(/^Title: +Report of all cases$/m)
    expect(facts).toMatch(/^Page size: .*A4/m)
    expect(facts).toMatch(/^JavaScript: +no$/m)
  }, 240_000)
})

function pdftotextIsThere(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
