import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from '../../src/pipeline/print-pdf.ts'
import { objections } from '../support/axe.ts'
import { filesIn, scratch } from '../support/folders.ts'
import { present } from '../support/needs.ts'

interface Site {
  pages: Map<string, string>
  copies: Map<string, string>
  problems: string[]
}
const { buildSite } = (await import(pathToFileURL(resolve('scripts/site/build.mjs')).href)) as {
  buildSite(root: string): Site
}

const { folder, remove } = scratch()
afterAll(remove)

const write = (root: string, files: Readonly<Record<string, string>>): string => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, root, path)), { recursive: true })
    writeFileSync(join(folder, root, path), text)
  }
  return join(folder, root)
}

describe('the site of the documentation', () => {
  const { pages, copies, problems } = buildSite('.')

  test('is built without a word of complaint', () => {
    expect(problems).toEqual([])
  })

  test('has every page of docs, and those that they lead to', () => {
    const docs = filesIn('docs').filter(path => path.endsWith('.md'))
    expect(docs.map(path => path.replace(/\.md$/, '.html')).filter(path => !pages.has(path))).toEqual([])
    expect([...pages.keys()]).toEqual(expect.arrayContaining(['readme.html', 'examples.html', 'trials/letter.html']))
  })

  test('has pages with a language, a title, one main part, and the way to all others', () => {
    for (const [path, html] of pages) {
      expect(html, path).toMatch(/^<!doctype html>\n<html lang="en-GB">/)
      expect(html.match(/<h1 /g), path).toHaveLength(1)
      expect(html.match(/<main id="content">/g), path).toHaveLength(1)
      expect([...html.matchAll(/<p class="kind">(.*)<\/p>/g)].map(([, kind]) => kind)).toEqual([
        'Tutorial',
        'How to',
        'Reference',
        'Explanation',
      ])
      expect(html, path).not.toContain('<script')
    }
  })

  test('leads to nothing that is not in it, and to nothing on a machine', () => {
    for (const [path, html] of pages) {
      const found = [...html.matchAll(/(?:href|src)="([^"#]*)(?:#[^"]*)?"/g)].map(([, href = '']) => href)
      const inside = found.filter(href => href !== '' && !/^[a-z]+:/.test(href))
      const targets = inside.map(href => join(dirname(path), href).replaceAll('\\', '/'))
      const known = (target: string) => pages.has(target) || copies.has(target)
      expect(
        targets.filter(target => !known(target)),
        path,
      ).toEqual([])
      expect(
        found.filter(href => href.startsWith('file:')),
        path,
      ).toEqual([])
    }
  })
})

describe('a site with mistakes', () => {
  test('names each with its page', () => {
    const root = write('wrong', {
      'docs/index.md': '# Home\n\n## Tutorial\n\n- [One](one.md)\n',
      'docs/one.md':
        '# One\n\n### Too deep\n\n[gone](two.md), [no heading](other.md#nothing), <b>bold</b>, ![](../x.svg)\n\n# Again\n',
      'docs/other.md': '# Other\n\n## Something\n\n[back](one.md#too-deep), [here](#something)\n',
      'x.svg': '<svg/>',
    })
    expect(buildSite(root).problems).toEqual([
      'docs/index.md: does not list docs/other.md',
      'docs/one.md: HTML in the text: </b>',
      'docs/one.md: HTML in the text: <b>',
      'docs/one.md: does not begin with its one title',
      'docs/one.md: no heading of docs/other.md is #nothing',
      'docs/one.md: no words for the picture ../x.svg',
      'docs/one.md: the heading "Too deep" skips a level',
      'docs/one.md: the link two.md leads nowhere',
    ])
  })

  test('says nothing of one without', () => {
    const root = write('right', {
      'docs/index.md': '# Home\n\n## Tutorial\n\n- [One](a/one.md)\n',
      'docs/a/one.md':
        '# `one` & <1>\n\n## A part\n\n## A part\n\n[up](../index.md), [second](#a-part-1), ![A](../../x.svg)\n',
      'x.svg': '<svg/>',
    })
    const { pages, copies, problems } = buildSite(root)
    expect(problems).toEqual([])
    expect(pages.get('a/one.html')).toContain('<title>one &amp; &lt;1&gt; - Equipoise</title>')
    expect(pages.get('a/one.html')).toContain('<a href="../index.html">up</a>')
    expect(pages.get('a/one.html')).toContain('<img src="../files/x.svg" alt="A">')
    expect(copies.get('files/x.svg')).toBe(join(root, 'x.svg'))
  })
})

const executablePath = findBrowser()
describe.runIf(present('Chromium', executablePath !== undefined))('its pages in a browser', () => {
  const looked = ['index', 'tutorial', 'reference/sizing', 'explanation/part-payment-numbers']
  const widths = [320, 1280]
  let browser: Browser

  beforeAll(async () => {
    const { pages, copies } = buildSite('.')
    const { readFileSync } = await import('node:fs')
    write('site', {
      'style.css': readFileSync(copies.get('style.css') ?? '', 'utf8'),
      ...Object.fromEntries(looked.map(name => [`${name}.html`, pages.get(`${name}.html`) ?? ''])),
    })
    browser = await chromium.launch({ executablePath: String(executablePath), args: ['--no-sandbox'] })
  })
  afterAll(() => browser.close())

  test.each(looked.flatMap(name => widths.map(width => [name, width] as const)))('%s at %i px', async (name, width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    await page.goto(pathToFileURL(join(folder, 'site', `${name}.html`)).href)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await objections(page)).toEqual([])
    await page.close()
  })
})
