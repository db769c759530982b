import { element, escapeXml, xmlDeclaration } from '../xml.ts'
import { type PackagePart, zipPackage } from '../zip.ts'

const schemas = 'http://schemas.openxmlformats.org'
const office = `${schemas}/officeDocument/2006/relationships`
const openPackage = `${schemas}/package/2006`
const types = 'application/vnd.openxmlformats-officedocument'

/** Name spaces of the parts of an Office Open XML file. */
export const names = {
  word: `${schemas}/wordprocessingml/2006/main`,
  spreadsheet: `${schemas}/spreadsheetml/2006/main`,
  relationships: office,
  drawing: `${schemas}/drawingml/2006/main`,
  picture: `${schemas}/drawingml/2006/picture`,
  inline: `${schemas}/drawingml/2006/wordprocessingDrawing`,
} as const

/** A part of the file with its content type, as `spreadsheetml.sheet.main`; the rest of the type is the same for all. */
export interface OfficePart {
  path: string
  type: string
  content: string
}

/** What a part points at: another part by its path from it, or, outside the file, an address. */
export interface Relationship {
  id: string
  /** As `image`. */
  type: string
  target: string
  isExternal?: boolean
}

/** Elements of a part with its root and its XML declaration. */
export const officeXml = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly string[]
): string => xmlDeclaration + element(name, attributes, ...content)

/** The part that says what another points at. */
export function relationshipsPart(path: string, relationships: readonly Relationship[]): PackagePart {
  const entries = relationships.map(({ id, type, target, isExternal }) =>
    element('Relationship', {
      Id: id,
      Type: `${office}/${type}`,
      Target: target,
      TargetMode: isExternal ? 'External' : undefined,
    }),
  )
  const [folder, name] = [path.slice(0, path.lastIndexOf('/') + 1), path.slice(path.lastIndexOf('/') + 1)]
  return [
    `${folder}_rels/${name}.rels`,
    officeXml('Relationships', { xmlns: `${openPackage}/relationships` }, ...entries),
  ]
}

interface OfficeDocument {
  title: string
  language: string
  /** The parts, the main one first. */
  parts: readonly [OfficePart, ...OfficePart[]]
  relationships: readonly PackagePart[]
  pictures?: readonly PackagePart[]
}

/** An Office Open XML file: its parts with what describes them. */
export function officeDocument({ title, language, parts, relationships, pictures = [] }: OfficeDocument): Uint8Array {
  return zipPackage([
    ['[Content_Types].xml', contentTypes(parts, pictures.length > 0)],
    ['_rels/.rels', packageRelationships(parts[0].path)],
    ['docProps/core.xml', properties(title, language)],
    ...parts.map(({ path, content }) => [path, content] as const),
    ...relationships,
    ...pictures,
  ])
}

function contentTypes(parts: readonly OfficePart[], hasPictures: boolean): string {
  const ofEnding = (Extension: string, ContentType: string) => element('Default', { Extension, ContentType })
  const ofPart = (path: string, ContentType: string) => element('Override', { PartName: `/${path}`, ContentType })
  return officeXml(
    'Types',
    { xmlns: `${openPackage}/content-types` },
    ofEnding('rels', 'application/vnd.openxmlformats-package.relationships+xml'),
    ofEnding('xml', 'application/xml'),
    ...(hasPictures ? [ofEnding('png', 'image/png')] : []),
    ofPart('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    ...parts.map(({ path, type }) => ofPart(path, `${types}.${type}+xml`)),
  )
}

function packageRelationships(main: string): string {
  const entry = (Id: string, Type: string, Target: string) => element('Relationship', { Id, Type, Target })
  return officeXml(
    'Relationships',
    { xmlns: `${openPackage}/relationships` },
    entry('rId1', `${office}/officeDocument`, main),
    entry('rId2', `${openPackage}/relationships/metadata/core-properties`, 'docProps/core.xml'),
  )
}

function properties(title: string, language: string): string {
  const space = {
    'xmlns:cp': `${openPackage}/metadata/core-properties`,
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  }
  return officeXml(
    'cp:coreProperties',
    space,
    element('dc:title', {}, escapeXml(title)),
    element('dc:creator', {}, 'Equipoise'),
    element('dc:language', {}, language),
  )
}
