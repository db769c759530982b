import { canonicalJson } from '../../core/canonical-json.ts'
import type { Document } from '../document.ts'

/** The document itself as canonical JSON: its words, and each number with the id of its result. PNG drawings are left out. */
export function writeJson(document: Document): string {
  const sections = document.sections.map(section => ({
    ...section,
    blocks: section.blocks.map(block => (block.kind === 'figure' ? { ...block, png: undefined } : block)),
  }))
  return `${canonicalJson({ schema: 'equipoise/document/1', ...document, sections })}\n`
}
