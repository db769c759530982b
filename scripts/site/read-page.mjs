import { marked } from 'marked'
import { anchorOf } from '../docs/markdown.mjs'

const external = /^[a-z]+:/

/** A page of Markdown: its tokens, title, headings with their anchors, links to other files and what is wrong by itself. */
export function readPage(text) {
  const tokens = marked.lexer(text)
  const problems = []
  const links = []
  marked.walkTokens(tokens, token => {
    if (token.type === 'html' && !/^<!--[\s\S]*-->\s*$/.test(token.raw))
      problems.push(`HTML in the text: ${token.raw.trim()}`)
    if (token.type === 'image' && token.text.trim() === '') problems.push(`no words for the picture ${token.href}`)
    if ((token.type === 'link' || token.type === 'image') && !external.test(token.href)) links.push(token.href)
  })
  const headings = withAnchors(tokens.filter(({ type }) => type === 'heading'))
  problems.push(...orderProblems(headings))
  return {
    tokens,
    links,
    headings,
    problems,
    title: headings[0]?.text ?? '',
    anchors: new Set(headings.map(({ anchor }) => anchor)),
    sections: sectionsOf(tokens),
  }
}

/** Headings with the anchors that they have on GitHub: a second one of the same words gets a number. */
function withAnchors(tokens) {
  const seen = new Map()
  return tokens.map(({ depth, text, tokens: inner }) => {
    const words = plain(inner)
    const anchor = anchorOf(words)
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return { depth, text: words, source: text, anchor: before === 0 ? anchor : `${anchor}-${before}` }
  })
}

/** The words of inline tokens. */
const plain = tokens =>
  tokens
    .map(token => (token.tokens === undefined ? (token.text ?? '') : plain(token.tokens)))
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

function orderProblems(headings) {
  const depths = headings.map(({ depth }) => depth)
  return [
    ...(depths[0] === 1 && depths.filter(depth => depth === 1).length === 1
      ? []
      : ['does not begin with its one title']),
    ...headings.flatMap(({ depth, text }, at) =>
      depth > (depths[at - 1] ?? 1) + 1 ? [`the heading "${text}" skips a level`] : [],
    ),
  ]
}

/** Second headings with the links of the list under each. */
function sectionsOf(tokens) {
  const sections = []
  for (const token of tokens) {
    if (token.type === 'heading' && token.depth === 2) sections.push({ title: token.text, links: [] })
    if (token.type === 'list')
      marked.walkTokens([token], inner => {
        if (inner.type === 'link') sections.at(-1)?.links.push({ text: inner.text, href: inner.href })
      })
  }
  return sections
}
