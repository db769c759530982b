import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { contrastRatio } from '../../src/charts/theme.ts'
import { type Block, type Document, writeHtml, writeMarkdown, writeText } from '../../src/report/index.ts'
import { stylesheet } from '../../src/report/writers/stylesheet.ts'
import { partPaymentReport } from './part-payment.ts'

const report = await partPaymentReport()
const html = writeHtml(report)
const hostile = '<script>alert("1")</script> & | *bold* [x](javascript:alert(1)) `code`\n# no heading'
const all = (pattern: RegExp, text = html) => [...text.matchAll(pattern)].map(match => match[1] ?? '')

function documentOf(...blocks: Block[]): Document {
  return { ...report, notices: [], sections: [{ id: 's', title: 'Section', blocks }] }
}

describe('HTML', () => {
  it('needs nothing but itself', () => {
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object|embed|base|form)\b/)
    expect(html).not.toMatch(/\b(?:src|srcset|action|xlink:href)=|@import|url\(/)
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:/)
    expect(html).not.toMatch(/ (?:style|on[a-z]+)=/)
  })

  it('has a policy that allows its own stylesheet and nothing else', () => {
    const [style = ''] = all(/<style>([\s\S]*?)<\/style>/g)
    const hash = createHash('sha256').update(style).digest('base64')
    expect(all(/Content-Security-Policy" content="([^"]*)"/g)).toEqual([
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    ])
  })

  it('has one h1 and headings in order', () => {
    const levels = all(/<h([1-6])[ >]/g).map(Number)
    expect(levels[0]).toBe(1)
    expect(levels.filter(level => level === 1)).toHaveLength(1)
    levels.slice(1).forEach((level, i) => {
      expect(level - (levels[i] ?? 0)).toBeLessThanOrEqual(1)
    })
  })

  it('has unique ids, and every reference has its target', () => {
    const ids = all(/ id="([^"]+)"/g)
    expect(new Set(ids).size).toBe(ids.length)
    const references = [...all(/aria-(?:labelledby|describedby)="([^"]+)"/g), ...all(/href="#([^"]+)"/g)]
    expect(references.length).toBeGreaterThan(20)
    for (const reference of references) expect(ids).toContain(reference)
  })

  it('gives every table a caption outside the part that scrolls, and scopes', () => {
    const tables = html.match(/<table[\s\S]*?<\/table>/g) ?? []
    expect(tables).toHaveLength(8)
    for (const table of tables) {
      expect(table).toMatch(/^<table aria-labelledby="[^"]+">/)
      expect(table).toMatch(/<th scope="col"/)
      expect(table).toMatch(/<th scope="row"/)
      expect(table).not.toMatch(/<th(?! scope)(?=[ >])/)
      expect(table).not.toContain('<caption')
    }
  })

  it('sets a tag apart by more than its colour, and widens only tables of words', () => {
    const tag = { kind: 'tag', text: 'contradicted', tone: 'fault' } as const
    const table = (id: string, kind: 'text' | 'number'): Block => ({
      kind: 'table',
      id,
      caption: id,
      columns: [
        { title: 'Figure', kind: 'heading' },
        { title: 'Verdict', kind: 'text' },
        { title: 'Other', kind },
      ],
      rows: [['a', [tag], 'b']],
      notes: [],
    })
    const written = writeHtml(documentOf(table('words', 'text'), table('numbers', 'number')))
    expect(written).toContain('<td><span class="tag fault">contradicted</span></td>')
    expect(written).toContain('<figure id="words" class="broad">')
    expect(written).toContain('<figure id="numbers">')
    expect(writeMarkdown(documentOf(table('words', 'text')))).toContain('| a | **contradicted** | b |')
    expect(stylesheet).toMatch(/\.fault\{[^}]*font-weight:bold/)
    expect(stylesheet).toMatch(/\.open,\.fault\{[^}]*dashed/)
  })

  it('keeps a minus with its pound sign', () => {
    const written = writeHtml(documentOf({ kind: 'paragraph', text: 'below −£29.70: or −£140,956 (−£1).' }))
    expect(written).toContain(
      'below <span class="whole">−£29.70</span>: or <span class="whole">−£140,956</span> (<span class="whole">−£1</span>).',
    )
  })

  it('shows each chart as one image in two widths, with its numbers', () => {
    expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(14)
    expect(html).toContain('PWC first, 1.34% (1.05% to 1.63%)')
    expect(html).toContain('<td class="number">1.34%</td>')
    expect(html).toContain('<a href="10-charts/figure-1.csv">Data (CSV)</a>')
  })

  it('says the language and the notices first', () => {
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en-GB">/)
    expect(html.indexOf('This is a reconstruction.')).toBeLessThan(html.indexOf('<h1'))
  })

  it('escapes whatever the words contain', () => {
    const cell = [
      { kind: 'strong', text: hostile },
      { kind: 'link', text: hostile, href: 'javascript:alert(1)' },
    ] as const
    const table: Block = {
      kind: 'table',
      id: 't"><script>',
      caption: hostile,
      columns: [{ title: hostile, kind: 'heading' }],
      rows: [[cell]],
      notes: [hostile],
    }
    const note: Block = { kind: 'note', title: hostile, text: hostile }
    const heading: Block = { kind: 'heading', text: hostile }
    const written = writeHtml({
      ...documentOf(table, note, heading),
      title: hostile,
      subtitle: hostile,
      notices: [hostile],
    })
    expect(written).not.toContain('<script')
    expect(written).not.toContain('href="javascript')
    expect(written).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; |')
  })

  it('links to pages and files, never to code', () => {
    const link = (href: string) =>
      writeHtml(documentOf({ kind: 'paragraph', text: [{ kind: 'link', text: 'x', href }] }))
    for (const href of ['https://example.org/a', '#s', 'a/b.csv', './a', '../a', 'mailto:a@example.org', 'report.md']) {
      expect(link(href), href).toContain(`<p><a href="${href}">x</a></p>`)
    }
    for (const href of [
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      'java\nscript:x',
    ]) {
      expect(link(href), href).toContain('<p>x</p>')
    }
  })

  it('has the contrast that text needs, in light and in dark', () => {
    const [light = '', dark = ''] = all(/:root\{([^}]*)\}/g, stylesheet)
    const colours = (block: string) =>
      Object.fromEntries(
        [...block.matchAll(/--([a-z]+):(#[0-9a-f]+)/g)].map(([, name, value]) => [name, sixDigits(value ?? '')]),
      )
    for (const theme of [colours(light), colours(dark)]) {
      for (const text of ['ink', 'quiet', 'link']) {
        for (const ground of ['page', 'band']) {
          expect(contrastRatio(theme[text] ?? '', theme[ground] ?? ''), `${text} on ${ground}`).toBeGreaterThanOrEqual(
            4.5,
          )
        }
      }
      expect(contrastRatio(theme.mark ?? '', theme.band ?? '')).toBeGreaterThanOrEqual(3)
    }
  })

  it('is the same bytes twice', async () => {
    expect(writeHtml(await partPaymentReport())).toBe(html)
  })
})

function sixDigits(colour: string): string {
  return colour.length === 7 ? colour : `#${[...colour.slice(1)].map(digit => digit + digit).join('')}`
}

describe('Markdown', () => {
  it('reads as it was looked at', async () => {
    await expect(writeMarkdown(report)).toMatchFileSnapshot('../golden/report/report.md')
  })

  it('escapes what would be markup', () => {
    const written = writeMarkdown(
      documentOf(
        { kind: 'paragraph', text: hostile },
        { kind: 'paragraph', text: '1. not a list' },
        { kind: 'paragraph', text: '- nor this' },
        {
          kind: 'table',
          id: 't',
          caption: 'a|b',
          columns: [{ title: 'x|y', kind: 'heading' }],
          rows: [[[{ kind: 'code', text: 'p|q `r`' }]]],
          notes: [],
        },
        { kind: 'paragraph', text: [{ kind: 'code', text: 'p|q' }] },
        { kind: 'list', ordered: true, items: ['one', '2) two'] },
      ),
    )
    expect(written).toContain(
      '\\<script\\>alert("1")\\</script\\> &amp; \\| \\*bold\\* \\[x\\](javascript:alert(1)) \\`code\\` # no heading',
    )
    expect(written).toContain('\n\n1\\. not a list\n')
    expect(written).toContain('\n\n\\- nor this\n')
    expect(written).toContain('| x\\|y |')
    expect(written).toContain('| `` p\\|q `r` `` |')
    expect(written).toContain('\n\n`p|q`\n')
    expect(written).toContain('1. one\n2. 2\\) two')
  })

  it('sets lists inside items in by the width of the mark, and HTML puts them into the item', () => {
    const list: Block = {
      kind: 'list',
      ordered: true,
      items: ['one', { text: 'two', list: { kind: 'list', ordered: false, items: ['a', '- b'] } }],
    }
    expect(writeMarkdown(documentOf(list))).toContain('1. one\n2. two\n   - a\n   - \\- b\n')
    expect(writeHtml(documentOf(list))).toContain(
      '<ol>\n<li>one</li>\n<li>two\n<ul>\n<li>a</li>\n<li>- b</li>\n</ul></li>\n</ol>',
    )
    expect(writeText(documentOf(list), 9)).toContain('1. one\n2. two\n   - a\n   - - b\n')
  })

  it('says the same numbers as the HTML', () => {
    const markdown = writeMarkdown(report)
    for (const cell of all(/<td class="number">([^<]*)<\/td>/g)) expect(markdown).toContain(` ${cell} |`)
  })
})
