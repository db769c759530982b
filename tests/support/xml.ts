/** An element of an XML document. */
export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  children: readonly (XmlElement | string)[]
}

const pattern =
  /<\?xml [^?]*\?>|<(?<open>[A-Za-z_][\w.:-]*)(?<attributes>(?:\s+[\w.:-]+="[^"<]*")*)\s*(?<empty>\/?)>|<\/(?<close>[\w.:-]+)>|(?<text>[^<]+)/gy
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Reads XML as strictly as XML 1.0 wants it, without document types, comments and CDATA, which no file of ours has. */
export function parseXml(xml: string): XmlElement {
  if (forbidden.test(xml)) throw new Error('a character that XML 1.0 does not allow')
  const top: { children: (XmlElement | string)[] } = { children: [] }
  const open: { name: string; children: (XmlElement | string)[] }[] = []
  let read = 0
  for (const match of xml.matchAll(pattern)) {
    read += match[0].length
    const { open: name, attributes = '', empty, close, text } = match.groups ?? {}
    const parent = open.at(-1) ?? top
    if (text !== undefined) parent.children.push(unescaped(text))
    else if (close !== undefined) {
      if (open.pop()?.name !== close) throw new Error(`</${close}> closes nothing`)
    } else if (name !== undefined) {
      const element = { name, attributes: attributesOf(attributes), children: [] }
      parent.children.push(element)
      if (empty === '') open.push(element)
    }
  }
  if (read !== xml.length) throw new Error(`no XML at ${xml.slice(read, read + 80)}`)
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`)
  const [root, ...more] = top.children.filter(child => typeof child !== 'string' || child.trim() !== '')
  if (root === undefined || typeof root === 'string' || more.length > 0) throw new Error('not one root element')
  return root
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', value = ''] of text.matchAll(/([\w.:-]+)="([^"]*)"/g)) {
    if (name in found) throw new Error(`attribute ${name} twice`)
    found[name] = unescaped(value)
  }
  return found
}

function unescaped(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`an unknown entity in ${text}`)
  return text.replace(/&(\w+);/g, (_, name) => entities[name] ?? '')
}

/** All elements of a name, from the first to the last. */
export function elementsOf(element: XmlElement, name: string): XmlElement[] {
  const below = element.children.flatMap(child => (typeof child === 'string' ? [] : elementsOf(child, name)))
  return element.name === name ? [element, ...below] : below
}

/** The words of an element. */
export const wordsOf = (element: XmlElement): string =>
  element.children.map(child => (typeof child === 'string' ? child : wordsOf(child))).join('')
