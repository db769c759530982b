import { element, escapeXml, xmlDeclaration } from '../xml.ts'
import { type PackagePart, zipPackage } from '../zip.ts'

const specification = 'urn:oasis:names:tc:opendocument:xmlns'

/** Name spaces of the parts of an OpenDocument file, and its version: the one that the UK government names. */
export const root = {
  'xmlns:office': `${specification}:office:1.0`,
  'xmlns:style': `${specification}:style:1.0`,
  'xmlns:text': `${specification}:text:1.0`,
  'xmlns:table': `${specification}:table:1.0`,
  'xmlns:draw': `${specification}:drawing:1.0`,
  'xmlns:fo': `${specification}:xsl-fo-compatible:1.0`,
  'xmlns:svg': `${specification}:svg-compatible:1.0`,
  'xmlns:number': `${specification}:datastyle:1.0`,
  'xmlns:meta': `${specification}:meta:1.0`,
  'xmlns:ooo': 'http://openoffice.org/2004/office',
  'xmlns:config': `${specification}:config:1.0`,
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'office:version': '1.2',
} as const

/** Elements of an OpenDocument file with its root and its XML declaration. */
export const xmlPart = (name: string, ...content: readonly string[]): string =>
  xmlDeclaration + element(name, root, ...content)

interface OpenDocument {
  kind: 'text' | 'spreadsheet'
  title: string
  language: string
  content: string
  styles: string
  /** Settings of the view, where there are some. */
  settings?: string
  pictures?: readonly PackagePart[]
}

/** An OpenDocument file: its content and styles with what describes them. */
export function openDocument({
  kind,
  title,
  language,
  content,
  styles,
  settings,
  pictures = [],
}: OpenDocument): Uint8Array {
  const mimetype = `application/vnd.oasis.opendocument.${kind}`
  const parts: PackagePart[] = [
    ['content.xml', content],
    ['styles.xml', styles],
    ['meta.xml', metadata(title, language)],
    ...(settings === undefined ? [] : [['settings.xml', settings] as const]),
  ]
  const listed = [
    ...parts.map(([path]) => [path, 'text/xml'] as const),
    ...pictures.map(([path]) => [path, 'image/png'] as const),
  ]
  return zipPackage([...parts, ...pictures, ['META-INF/manifest.xml', manifest(mimetype, listed)]], mimetype)
}

function metadata(title: string, language: string): string {
  const facts = [
    element('meta:generator', {}, 'Equipoise'),
    element('dc:title', {}, escapeXml(title)),
    element('dc:language', {}, language),
  ]
  return xmlPart('office:document-meta', element('office:meta', {}, ...facts))
}

function manifest(mimetype: string, parts: readonly (readonly [path: string, type: string])[]): string {
  const entry = (path: string, type: string) =>
    element('manifest:file-entry', { 'manifest:full-path': path, 'manifest:media-type': type })
  return (
    xmlDeclaration +
    element(
      'manifest:manifest',
      { 'xmlns:manifest': `${specification}:manifest:1.0`, 'manifest:version': '1.2' },
      entry('/', mimetype),
      ...parts.map(([path, type]) => entry(path, type)),
    )
  )
}
