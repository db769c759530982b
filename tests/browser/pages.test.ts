import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditReport } from '../../src/pipeline/audit/audit-report.ts'
import { findAuditFile, readAuditFile } from '../../src/pipeline/audit/read-audit-file.ts'
import { findBrowser } from '../../src/pipeline/print-pdf.ts'
import { auditDocument, writeHtml } from '../../src/report/index.ts'
import { documentWith, hostile } from '../report/documents.ts'
import { partPaymentReport } from '../report/part-payment.ts'
import { objections } from '../support/axe.ts'
import { scratch } from '../support/folders.ts'
import { present } from '../support/needs.ts'
import { pagesOfSmallTrial } from './small-trial-pages.ts'

const { folder, remove } = scratch()
const executablePath = findBrowser()
const looks: Record<string, { context: BrowserContextOptions; print?: true }> = {
  light: { context: { colorScheme: 'light' } },
  dark: { context: { colorScheme: 'dark' } },
  '320 px, light': { context: { colorScheme: 'light', viewport: { width: 320, height: 640 } } },
  '320 px, dark': { context: { colorScheme: 'dark', viewport: { width: 320, height: 640 } } },
  print: { context: {}, print: true },
}

let browser: Browser
const pages = ['report', 'dashboard', 'checklist', 'audit', 'everything', 'hostile'] as const
const addressOf = (name: (typeof pages)[number]) => pathToFileURL(join(folder, `${name}.html`)).href

/** Opens a page and does something with it; what it asked for, and what the console said. */
async function visit<T>(
  name: (typeof pages)[number],
  context: BrowserContextOptions,
  work: (page: Page) => Promise<T>,
): Promise<{ result: T; requests: string[]; complaints: string[] }> {
  const opened = await browser.newContext(context)
  const page = await opened.newPage()
  const [requests, complaints]: [string[], string[]] = [[], []]
  page.on('request', request => requests.push(request.url()))
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => complaints.push(dialog.message()))
  await page.goto(addressOf(name))
  const result = await work(page)
  await opened.close()
  return { result, requests, complaints }
}

describe.runIf(present('Chromium', executablePath !== undefined))('the pages in a browser', () => {
  beforeAll(async () => {
    const written: Record<(typeof pages)[number], string> = {
      report: writeHtml(await partPaymentReport()),
      ...(await pagesOfSmallTrial(folder)),
      audit: writeHtml(auditDocument(auditReport(readAuditFile(findAuditFile('part-payment'))))),
      everything: writeHtml(documentWith('of all cases')),
      hostile: writeHtml(documentWith(hostile.join(' '))),
    }
    for (const [name, html] of Object.entries(written)) writeFileSync(join(folder, `${name}.html`), html)
    browser = await chromium.launch({ executablePath: String(executablePath), args: ['--no-sandbox'] })
  }, 240_000)
  afterAll(async () => {
    await browser.close()
    remove()
  })

  describe.each(Object.entries(looks))('%s', (_, { context, print }) => {
    it.each(pages)('%s has nothing that axe objects to', async name => {
      // The page allows no script, axe's neither: for axe alone its policy is set aside.
      const { result } = await visit(name, { ...context, bypassCSP: true }, async page => {
        if (print) await page.emulateMedia({ media: 'print' })
        return objections(page)
      })
      expect(result).toEqual([])
    })
  })

  it.each(pages)('%s asks for nothing, runs nothing and complains of nothing', async name => {
    const { result, requests, complaints } = await visit(name, {}, page => page.evaluate('document.scripts.length'))
    expect([result, requests, complaints]).toEqual([0, [addressOf(name)], []])
  })

  it('its policy stops a script and a style that somebody put into it', async () => {
    const { complaints } = await visit('report', {}, async page => {
      await page.setContent(
        (await page.content()).replace('</main>', '<script>alert(1)</script><p style="color:red">x</p></main>'),
      )
    })
    expect(complaints.filter(text => /Content Security Policy/.test(text)).length).toBeGreaterThanOrEqual(2)
    expect(complaints).not.toContain('1')
  })

  it.each(pages)('%s fits a narrow screen', async name => {
    const { result } = await visit(name, { viewport: { width: 320, height: 640 } }, page =>
      page.evaluate('document.documentElement.scrollWidth'),
    )
    expect(result).toBeLessThanOrEqual(320)
  })

  it('can be used by keyboard: skip link, tables that scroll, numbers that open', async () => {
    const { result } = await visit('report', { viewport: { width: 320, height: 640 } }, async page => {
      await page.keyboard.press('Tab')
      const skip = await page.evaluate('document.activeElement.getAttribute("href")')
      const stops: string[] = []
      let opened = false
      for (let stop = 0; stop < 80; stop += 1) {
        await page.keyboard.press('Tab')
        const at = (await page.evaluate(
          'document.activeElement.className || document.activeElement.localName',
        )) as string
        if (at === 'summary' && !opened) {
          await page.keyboard.press('Enter')
          opened = (await page.evaluate('document.activeElement.parentElement.open')) as boolean
        }
        stops.push(at)
      }
      return { skip, stops, opened }
    })
    expect(result.skip).toBe('#main')
    expect(result.stops).toEqual(expect.arrayContaining(['scroller', 'summary', 'a']))
    expect(result.opened).toBe(true)
  })
})
