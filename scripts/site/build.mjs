import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { pageHtml } from './page.mjs'
import { readPage } from './read-page.mjs'

const home = 'docs/index.md'
const style = 'style.css'

/**
 * The site of a repository: its pages as HTML and the files to copy beside them, by path in the site, and everything that is wrong.
 * Pages are those of docs and whatever else in Markdown they lead to.
 */
export function buildSite(root) {
  const sources = pageSources(root)
  const problems = [...sources.values()].flatMap(({ source, page }) => page.problems.map(said => `${source}: ${said}`))
  const navigation = navigationOf(sources.get(home).page)
  const copies = new Map([[style, fileURLToPath(new URL(style, import.meta.url))]])
  const pages = new Map()

  for (const { source, page } of sources.values()) {
    const linkTo = href => {
      const { target, anchor } = parts(source, href)
      const found = existsSync(join(root, target))
      if (!found) return fail(`the link ${href} leads nowhere`)
      const other = sources.get(target)
      if (other === undefined) {
        copies.set(`files/${target}`, join(root, target))
        return between(source, `files/${target}`)
      }
      if (anchor !== undefined && !other.page.anchors.has(anchor)) return fail(`no heading of ${target} is #${anchor}`)
      return `${between(source, outputOf(target))}${anchor === undefined ? '' : `#${anchor}`}`
    }
    const fail = said => {
      problems.push(`${source}: ${said}`)
      return '#'
    }
    const html = pageHtml(page, {
      linkTo,
      navigation: navigation.map(({ title, links }) => ({
        title,
        links: links.map(link => ({
          ...link,
          href: between(source, outputOf(link.target)),
          here: link.target === source,
        })),
      })),
      style: between(source, style),
      home: between(source, outputOf(home)),
    })
    pages.set(outputOf(source), html)
  }
  const listed = new Set([home, ...navigation.flatMap(({ links }) => links.map(({ target }) => target))])
  for (const source of sources.keys()) {
    if (source.startsWith('docs/') && !listed.has(source)) problems.push(`${home}: does not list ${source}`)
  }
  return { pages, copies, problems: problems.sort() }
}

/** Every page of docs, and those that they lead to, by path in the repository. */
function pageSources(root) {
  const found = new Map()
  const waiting = readdirSync(join(root, 'docs'), { recursive: true })
    .map(path => `docs/${String(path).replaceAll('\\', '/')}`)
    .filter(path => path.endsWith('.md'))
    .sort()
  while (waiting.length > 0) {
    const source = waiting.shift()
    if (found.has(source)) continue
    const page = readPage(readFileSync(join(root, source), 'utf8'))
    found.set(source, { source, page })
    const targets = page.links.map(href => parts(source, href).target)
    waiting.push(
      ...targets.filter(
        path => path.endsWith('.md') && existsSync(join(root, path)) && statSync(join(root, path)).isFile(),
      ),
    )
  }
  return found
}

/** The path in the repository that a link of a page names, and the heading there. */
function parts(source, href) {
  const [path, anchor] = href.split('#')
  return { target: path === '' ? source : join(dirname(source), decodeURIComponent(path)), anchor }
}

/** Where a page of the repository stands in the site. */
const outputOf = source =>
  source
    .replace(/^docs\//, '')
    .replace(/^README\.md$/, 'readme.md')
    .replace(/\/README\.md$/, '.md')
    .replace(/\.md$/, '.html')

const between = (source, target) => relative(dirname(outputOf(source)), target) || target

/** The second headings of the first page with the links under each. */
function navigationOf({ sections }) {
  return sections.map(({ title, links }) => ({
    title,
    links: links.map(({ text, href }) => ({ text, target: parts(home, href).target })),
  }))
}
