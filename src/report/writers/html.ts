import { sha256 } from '../../core/hash.ts'
import {
  type Block,
  type Column,
  type Document,
  type Figure,
  type Inline,
  inlines,
  isSafeAddress,
  itemParts,
  type List,
  plainText,
  type Section,
  type Table,
  type Text,
} from '../document.ts'
import { stylesheet } from './stylesheet.ts'

/**
 * The document as one HTML file that needs nothing else: no script, no font, no image and no request.
 * Its content security policy allows its own stylesheet only. Same document, same bytes.
 */
export function writeHtml(document: Document): string {
  const { title, subtitle, language, notices, sections } = document
  return `${[
    '<!DOCTYPE html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(plainText(title))}</title>`,
    `<style>${stylesheet}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#main">Skip to main content</a>',
    '<header>',
    ...notices.map(notice => `<div class="notice" role="note"><p>${textHtml(notice)}</p></div>`),
    `<h1>${textHtml(title)}</h1>`,
    `<p class="subtitle">${textHtml(subtitle)}</p>`,
    '</header>',
    ...contents(sections),
    '<main id="main">',
    ...sections.flatMap(sectionHtml),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`
}

function contentPolicy(): string {
  const hash = Buffer.from(sha256(stylesheet), 'hex').toString('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}

function contents(sections: readonly Section[]): string[] {
  if (sections.length < 2) return []
  const links = sections.map(({ id, title }) => `<li><a href="#${escapeHtml(id)}">${textHtml(title)}</a></li>`)
  return ['<nav aria-label="Contents">', '<ol>', ...links, '</ol>', '</nav>']
}

function sectionHtml({ id, title, blocks }: Section): string[] {
  return [
    `<section aria-labelledby="${escapeHtml(id)}">`,
    `<h2 id="${escapeHtml(id)}">${textHtml(title)}</h2>`,
    ...blocks.flatMap(blockHtml),
    '</section>',
  ]
}

function blockHtml(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`<h3>${textHtml(block.text)}</h3>`]
    case 'paragraph':
      return [`<p>${textHtml(block.text)}</p>`]
    case 'list':
      return listHtml(block)
    case 'table':
      return tableFigure(block)
    case 'figure':
      return chartFigure(block)
    case 'note':
      return [
        '<div class="note" role="note">',
        `<p class="note-title">${textHtml(block.title)}</p>`,
        `<p>${textHtml(block.text)}</p>`,
        '</div>',
      ]
  }
}

function listHtml({ ordered, items }: List): string[] {
  const tag = ordered ? 'ol' : 'ul'
  const written = items.map(item => {
    const { text, list } = itemParts(item)
    return `<li>${[textHtml(text), ...(list === undefined ? [] : listHtml(list))].join('\n')}</li>`
  })
  return [`<${tag}>`, ...written, `</${tag}>`]
}

/** A table with several columns of words is set wider than the text. */
const isBroad = (columns: readonly Column[]): boolean => columns.filter(({ kind }) => kind === 'text').length > 1

// The caption stands outside the part that scrolls: inside it a narrow screen would cut it.
function tableFigure(table: Table): string[] {
  const captionId = `${escapeHtml(table.id)}-caption`
  const broad = isBroad(table.columns) ? ' class="broad"' : ''
  return [
    `<figure id="${escapeHtml(table.id)}"${broad}>`,
    `<figcaption id="${captionId}">${textHtml(table.caption)}</figcaption>`,
    ...tableBody(table, captionId),
    '</figure>',
  ]
}

function tableBody({ columns, rows, notes }: Pick<Table, 'columns' | 'rows' | 'notes'>, captionId: string): string[] {
  const headings = columns.map(({ title, kind }) => `<th scope="col"${cellClass(kind)}>${textHtml(title)}</th>`)
  return [
    `<div class="scroller" role="region" aria-labelledby="${captionId}" tabindex="0">`,
    `<table aria-labelledby="${captionId}">`,
    `<thead><tr>${headings.join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(row => `<tr>${row.map((cell, i) => cellHtml(cell, columns[i])).join('')}</tr>`),
    '</tbody>',
    '</table>',
    '</div>',
    ...(notes.length === 0
      ? []
      : ['<div class="table-notes">', ...notes.map(note => `<p>${textHtml(note)}</p>`), '</div>']),
  ]
}

function cellHtml(cell: Text, column: Column | undefined): string {
  if (column?.kind === 'heading') return `<th scope="row">${textHtml(cell)}</th>`
  return `<td${cellClass(column?.kind)}>${textHtml(cell)}</td>`
}

function cellClass(kind: Column['kind'] | undefined): string {
  return kind === 'number' ? ' class="number"' : ''
}

function chartFigure({ id, label, title, subtitle, svg, data, files }: Figure): string[] {
  const safeId = escapeHtml(id)
  const dataId = `${safeId}-data`
  const words = `<span class="label">${textHtml(label)}</span><span class="headline">${textHtml(title)}</span><span class="detail">${textHtml(subtitle)}</span>`
  return [
    `<figure id="${safeId}" class="chart">`,
    `<figcaption>${words}</figcaption>`,
    `<div class="panel"><div class="wide">${svg.wide}</div><div class="narrow">${svg.narrow}</div></div>`,
    ...(files.length === 0
      ? []
      : ['<ul class="files">', ...files.map(file => `<li>${linkHtml(file.title, file.href)}</li>`), '</ul>']),
    `<details><summary id="${dataId}">Numbers of ${textHtml(label)}</summary>`,
    ...tableBody(data, dataId),
    '</details>',
    '</figure>',
  ]
}

function textHtml(text: Text): string {
  return inlines(text).map(inlineHtml).join('')
}

const tags = { strong: 'strong', emphasis: 'em' } as const

function inlineHtml(part: Inline): string {
  if (typeof part === 'string') return wordsHtml(part)
  switch (part.kind) {
    case 'value':
    case 'literal':
      return wordsHtml(part.text)
    case 'code':
      return `<code>${escapeHtml(part.text)}</code>`
    case 'link':
      return linkHtml(part.text, part.href)
    case 'tag':
      return `<span class="tag ${part.tone}">${escapeHtml(part.text)}</span>`
    default:
      return `<${tags[part.kind]}>${textHtml(part.text)}</${tags[part.kind]}>`
  }
}

/** A browser may end a line between a minus and a pound sign. */
function wordsHtml(text: string): string {
  return escapeHtml(text).replace(/−£[\d,.]*\d/g, '<span class="whole">$&</span>')
}

function linkHtml(text: Text, href: string): string {
  return isSafeAddress(href) ? `<a href="${escapeHtml(href)}">${textHtml(text)}</a>` : textHtml(text)
}

export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}
