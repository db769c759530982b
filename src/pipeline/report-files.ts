import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { TrialError } from '../core/errors.ts'
import {
  type Document,
  writeCsvTables,
  writeDocx,
  writeHtml,
  writeJson,
  writeMarkdown,
  writeOds,
  writeOdt,
  writeXlsx,
} from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { browserMissing, fileEndingUnknown, fileFormatUnknown } from './issues.ts'
import { findBrowser, printPdf } from './print-pdf.ts'

const writers = {
  html: writeHtml,
  md: writeMarkdown,
  odt: writeOdt,
  docx: writeDocx,
  ods: writeOds,
  xlsx: writeXlsx,
  json: writeJson,
} as const

/** The formats of a report, by the ending of their files. `csv` is a folder of tables. */
export const reportFormats = [...(Object.keys(writers) as (keyof typeof writers)[]), 'csv', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]

export const defaultFormats: readonly ReportFormat[] = ['html', 'md']

/** Paths of what was written, by format. */
export type ReportFiles = Partial<Record<'html' | 'markdown' | Exclude<ReportFormat, 'md'>, string>>

/** Writes a document into one file, in the format that its ending names. */
export function writeDocument(document: Document, file: string): void {
  const formats = Object.keys(writers) as (keyof typeof writers)[]
  const format = formats.find(each => file.endsWith(`.${each}`))
  if (format === undefined) throw new TrialError([fileEndingUnknown(file, formats)])
  writeFileAtomically(file, writers[format](document))
}

interface WrittenReport {
  files: ReportFiles
  /** Formats that could not be made, with the reason. */
  leftOut: readonly string[]
  /** What was written but the PDF, from the folder. */
  names: readonly string[]
}

/** Formats from a list with commas, or `all`. A PDF needs a browser; asked for by name it is refused where there is none. */
export function readFormats(list: string): readonly ReportFormat[] {
  if (list === 'all') return reportFormats
  const named = list.split(',').map(name => name.trim().toLowerCase())
  const unknown = named.filter(name => !reportFormats.includes(name as ReportFormat))
  const [first, ...more] = unknown.map(name => fileFormatUnknown(name, reportFormats))
  if (first !== undefined) throw new TrialError([first, ...more])
  if (named.includes('pdf') && findBrowser() === undefined) throw new TrialError([browserMissing()])
  return reportFormats.filter(format => named.includes(format))
}

/** Writes a document as report.html, report.md and so on, its tables into `tables`; what an earlier report left is removed. */
export async function writeReport(
  document: Document,
  folder: string,
  formats: readonly ReportFormat[],
): Promise<WrittenReport> {
  mkdirSync(folder, { recursive: true })
  removeReport(folder)
  const place = (format: string) => join(folder, `report.${format}`)
  const browser = formats.includes('pdf') ? findBrowser() : undefined
  // The browser is another process: it prints while the other files are written.
  const printing = browser === undefined ? undefined : printPdf(browser, writeHtml(document))
  printing?.catch(() => undefined)
  const files: ReportFiles = {}
  const names: string[] = []
  for (const format of Object.keys(writers) as (keyof typeof writers)[]) {
    if (!formats.includes(format)) continue
    writeFileAtomically(place(format), writers[format](document))
    files[format === 'md' ? 'markdown' : format] = place(format)
    names.push(`report.${format}`)
  }
  if (formats.includes('csv')) {
    names.push(...writeTables(document, folder))
    files.csv = join(folder, tableFolder)
  }
  if (printing !== undefined) {
    writeFileAtomically(place('pdf'), await printing)
    files.pdf = place('pdf')
  }
  const leftOut = formats.includes('pdf') && printing === undefined ? ['pdf: no Chromium was found'] : []
  return { files, leftOut, names }
}

const tableFolder = 'tables'

function writeTables(document: Document, folder: string): string[] {
  mkdirSync(join(folder, tableFolder), { recursive: true })
  return writeCsvTables(document).map(({ name, content }) => {
    writeFileAtomically(join(folder, tableFolder, name), content)
    return `${tableFolder}/${name}`
  })
}

/** Files of formats that are no longer asked for would tell of other results than the new ones. Others' files stay. */
function removeReport(folder: string): void {
  const tables = join(folder, tableFolder)
  const listed = existsSync(tables) ? readdirSync(tables).filter(name => /^\d{2,}-\w+\.csv$/.test(name)) : []
  const made = [
    ...reportFormats.map(format => join(folder, `report.${format}`)),
    ...listed.map(name => join(tables, name)),
  ]
  for (const path of made) rmSync(path, { force: true })
  if (listed.length > 0 && readdirSync(tables).length === 0) rmdirSync(tables)
}
