import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serialize } from 'node:v8'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../src/pipeline/print-pdf.ts'
import { type ReportFormat, reportFormats } from '../../src/pipeline/report-files.ts'
import { documentWith, hostile } from '../report/documents.ts'
import { partPaymentReport } from '../report/part-payment.ts'
import { scratch } from '../support/folders.ts'
import { present } from '../support/needs.ts'

const { folder, remove } = scratch()
afterAll(remove)

/** Where and when a report may be written. */
const worlds = {
  here: { TZ: 'Europe/London', LANG: 'en_GB.UTF-8', SHIFT: '0' },
  'far away, half a year later': { TZ: 'Pacific/Apia', LANG: 'de_DE.UTF-8', SHIFT: String(183 * 86_400_000) },
  'long ago': { TZ: 'America/St_Johns', LANG: 'C', SHIFT: String(-20 * 366 * 86_400_000) },
} as const
type World = keyof typeof worlds
const others = (Object.keys(worlds) as World[]).slice(1)

const hasPdf = present('Chromium', findBrowser() !== undefined)
const formats: readonly ReportFormat[] = reportFormats.filter(format => format !== 'pdf' || hasPdf)

/** A process of its own, whose clock is set otherwise, writes a document in every format. */
const script = (files: string) => `
const now = Date.now
const shift = Number(process.env.SHIFT)
globalThis.Date = class extends Date {
  constructor(...args) { super(...(args.length === 0 ? [now() + shift] : args)) }
  static now() { return now() + shift }
}
const { readFileSync } = await import('node:fs')
const { deserialize } = await import('node:v8')
const { writeReport } = await import(${JSON.stringify(files)})
const [, from, to, formats] = process.argv
await writeReport(deserialize(readFileSync(from)), to, formats.split(','))
`

const documents = {
  'every kind of block': () => documentWith(hostile.join(' ')),
  'a report': partPaymentReport,
} as const
const slug = (words: string): string => words.replace(/\W+/g, '-')
const placeOf = (name: string, world: World): string => join(folder, slug(name), slug(world))

beforeAll(async () => {
  const files = pathToFileURL(join('dist', 'pipeline', 'report-files.js')).href
  for (const [name, make] of Object.entries(documents)) {
    const from = join(folder, `${slug(name)}.bin`)
    writeFileSync(from, serialize(await make()))
    for (const [world, env] of Object.entries(worlds) as [World, Record<string, string>][]) {
      const to = placeOf(name, world)
      mkdirSync(to, { recursive: true })
      const options = ['--input-type=module', '-e', script(files), from, to, formats.join()]
      const { status, stderr } = spawnSync(process.execPath, options, {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(stderr)
    }
  }
}, 300_000)

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(place, name)).isFile())
    .map(name => relative('.', name))
    .sort()

describe.each(Object.keys(documents))('%s', name => {
  it.each(others)('is the same bytes in every format, written %s', world => {
    const [here, there] = [placeOf(name, 'here'), placeOf(name, world)]
    const names = filesIn(here).filter(file => !file.endsWith('.pdf'))
    expect(names.length).toBeGreaterThanOrEqual(8)
    expect(filesIn(there).filter(file => !file.endsWith('.pdf'))).toEqual(names)
    const different = names.filter(file => !readFileSync(join(here, file)).equals(readFileSync(join(there, file))))
    expect(different).toEqual([])
  })

  const canRead = hasPdf && present('pdftotext', spawnSync('pdftotext', ['-v'], { stdio: 'ignore' }).status === 0)
  it.runIf(canRead).each(others)('has the same words in its PDF, written %s', world => {
    const [here, there] = (['here', world] as const).map(each =>
      execFileSync('pdftotext', ['-layout', join(placeOf(name, each), 'report.pdf'), '-'], { encoding: 'utf8' }),
    )
    expect(here?.length).toBeGreaterThan(200)
    expect(there).toBe(here)
  })
})
