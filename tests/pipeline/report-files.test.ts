import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser, printPdf } from '../../src/pipeline/print-pdf.ts'
import { defaultFormats, readFormats, reportFormats, writeReport } from '../../src/pipeline/report-files.ts'
import { documentWith } from '../report/documents.ts'
import { filesIn, scratch, snapshot } from '../support/folders.ts'

const { folder, remove } = scratch()
const document = documentWith('of all cases')
const { PATH } = process.env
const withoutPdf = reportFormats.filter(format => format !== 'pdf')

beforeEach(() => {
  process.env.PATH = PATH
})
afterAll(() => {
  process.env.PATH = PATH
  remove()
})

/** An error with these issues. */
const issues = (...expected: readonly unknown[]) => expect.objectContaining({ issues: expected })

/** A program in place of a browser, in a folder of its own. */
function browserThat(name: string, script: string): string {
  const bin = join(folder, name)
  mkdirSync(bin)
  writeFileSync(join(bin, 'chromium'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, 'chromium'), 0o755)
  return bin
}

describe('the formats of a report', () => {
  it('are named with commas, or all', () => {
    expect(readFormats('all')).toEqual(reportFormats)
    expect(readFormats('ods, HTML')).toEqual(['html', 'ods'])
    expect(readFormats('html,md')).toEqual(defaultFormats)
  })

  it('are refused where there is no such format, each of them', () => {
    const unknown = (received: string) => expect.objectContaining({ code: 'report.file_format_unknown', received })
    expect(() => readFormats('html,doc,rtf')).toThrow(issues(unknown('"doc"'), unknown('"rtf"')))
    expect(() => readFormats('')).toThrow(issues(unknown('""')))
  })

  it('hold a PDF only where a browser is installed', () => {
    process.env.PATH = folder
    expect(() => readFormats('pdf')).toThrow(issues(expect.objectContaining({ code: 'report.browser_missing' })))
    expect(readFormats('all')).toContain('pdf')
  })
})

describe('writing a report', () => {
  it('writes each format, and the same bytes again', async () => {
    const place = join(folder, 'all')
    const { files, names, leftOut } = await writeReport(document, place, withoutPdf)
    expect(Object.keys(files)).toEqual(['html', 'markdown', 'odt', 'docx', 'ods', 'xlsx', 'json', 'csv'])
    expect(leftOut).toEqual([])
    expect(filesIn(place)).toEqual([...names].sort())
    const before = snapshot(place)
    await writeReport(document, place, withoutPdf)
    expect(snapshot(place)).toEqual(before)
  })

  it('removes what an earlier one left, and nothing else', async () => {
    const place = join(folder, 'again')
    await writeReport(document, place, withoutPdf)
    writeFileSync(join(place, 'manifest.json'), '{}')
    await writeReport(document, place, ['md'])
    expect(readdirSync(place).sort()).toEqual(['manifest.json', 'report.md'])
    const others = ['report.txt', 'tables/own.csv']
    mkdirSync(join(place, 'tables'))
    for (const name of others) writeFileSync(join(place, name), '')
    await writeReport(document, place, withoutPdf)
    await writeReport(document, place, ['md'])
    expect(filesIn(place)).toEqual(['manifest.json', 'report.md', ...others])
  })

  it('says that it left out the PDF where there is no browser', async () => {
    process.env.PATH = folder
    const { files, leftOut } = await writeReport(document, join(folder, 'none'), ['html', 'pdf'])
    expect(leftOut).toEqual(['pdf: no Chromium was found'])
    expect(files.pdf).toBeUndefined()
    expect(existsSync(join(folder, 'none', 'report.html'))).toBe(true)
  })

  it('lists no PDF among the files that have a hash', async () => {
    process.env.PATH = `${browserThat('prints', 'for each; do case $each in --print-to-pdf=*) echo pdf >"$(echo $each | cut -d= -f2)";; esac; done')}:${PATH}`
    const { files, names } = await writeReport(document, join(folder, 'printed'), ['html', 'pdf'])
    expect(readFileSync(String(files.pdf), 'utf8')).toBe('pdf\n')
    expect(names).toEqual(['report.html'])
  })
})

describe('a browser', () => {
  it('is found by its name in the folders of PATH', () => {
    const bin = browserThat('found', 'exit 0')
    expect(findBrowser(`${folder}:${bin}`)).toBe(join(bin, 'chromium'))
    expect(findBrowser(folder)).toBeUndefined()
    expect(findBrowser('')).toBeUndefined()
  })

  it('that fails, prints nothing or does not end is an error', async () => {
    for (const [name, script] of [
      ['fails', 'exit 3'],
      ['idle', 'exit 0'],
      ['hangs', 'exec sleep 30'],
    ] as const) {
      const browser = join(browserThat(name, script), 'chromium')
      await expect(printPdf(browser, '<p>', 500), name).rejects.toThrow(
        issues(expect.objectContaining({ code: 'report.printing_failed', expected: 'a PDF in 0.5 seconds' })),
      )
    }
  })
})
