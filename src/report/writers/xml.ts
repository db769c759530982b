import { printable } from './characters.ts'

type Attributes = Readonly<Record<string, string | number | undefined>>

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Text as XML 1.0 can hold it, in an element or in an attribute. */
export function escapeXml(text: string): string {
  return printable(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

/** An element as markup. `content` is markup too: text goes through `escapeXml`. Attributes without a value are left out. */
export function element(name: string, attributes: Attributes = {}, ...content: readonly string[]): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const start = [name, ...given.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ')
  return content.length === 0 ? `<${start}/>` : `<${start}>${content.join('')}</${name}>`
}
