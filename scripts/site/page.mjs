import { Marked } from 'marked'

const escaped = text =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Headings from which on a page gets a list of them. */
const leastListed = 4

/** A page as HTML that needs no script and opens from the disk. */
export function pageHtml(page, { linkTo, navigation, style, home }) {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)} - Equipoise</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a class="name" href="${home}">Equipoise</a> <a class="to-contents" href="#contents">Contents</a></header>
<div class="page">
<main id="content">
${bodyHtml(page, linkTo)}</main>
<nav id="contents" aria-label="Documentation">
${navigation.map(sectionHtml).join('\n')}
</nav>
</div>
</body>
</html>
`
}

function sectionHtml({ title, links }) {
  const items = links.map(
    ({ text, href, here }) =>
      `<li><a href="${escaped(href)}"${here ? ' aria-current="page"' : ''}>${escaped(text)}</a></li>`,
  )
  return `<p class="kind">${escaped(title)}</p>\n<ul>\n${items.join('\n')}\n</ul>`
}

function bodyHtml(page, linkTo) {
  const headings = [...page.headings]
  const renderer = {
    heading({ tokens, depth }) {
      const { anchor } = headings.shift()
      const html = `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      return depth === 1 ? `${html}${listOf(page.headings)}` : html
    },
    link({ href, tokens }) {
      const target = /^[a-z]+:/.test(href) ? href : linkTo(href)
      return `<a href="${escaped(target)}">${this.parser.parseInline(tokens)}</a>`
    },
    image({ href, text }) {
      return `<img src="${escaped(linkTo(href))}" alt="${escaped(text)}">`
    },
    code({ text, lang }) {
      const kind = lang ? ` class="${escaped(lang)}"` : ''
      return `<pre tabindex="0"${kind}><code>${escaped(text)}</code></pre>\n`
    },
    table({ header, rows, align }) {
      const cell = (name, { tokens }, at) => {
        const scope = name === 'th' ? ' scope="col"' : ''
        const side = align[at] === 'right' ? ' class="right"' : ''
        return `<${name}${scope}${side}>${this.parser.parseInline(tokens)}</${name}>`
      }
      const row = (name, cells) => `<tr>${cells.map((each, at) => cell(name, each, at)).join('')}</tr>`
      return `<div class="scroll" tabindex="0"><table>\n<thead>${row('th', header)}</thead>\n<tbody>\n${rows.map(cells => row('td', cells)).join('\n')}\n</tbody></table></div>\n`
    },
  }
  return new Marked({ renderer }).parser(page.tokens)
}

/** The second headings of a long page. */
function listOf(headings) {
  const listed = headings.filter(({ depth }) => depth === 2)
  if (listed.length < leastListed) return ''
  const items = listed.map(({ anchor, text }) => `<li><a href="#${anchor}">${escaped(text)}</a></li>`)
  return `<details class="on-page"><summary>On this page</summary><ul>\n${items.join('\n')}\n</ul></details>\n`
}
