export interface SvgWords {
  /** Id of the chart, unique in its page. */
  id: string
  title: string
  description: string
}

/** The attributes of the root and the first elements of an SVG that is one image for assistive technology. */
export function svgNames({ id: rawId, title, description }: SvgWords): { attributes: string; elements: string } {
  const id = escapeXml(rawId)
  return {
    attributes: `role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"`,
    elements: `<title id="${id}-title">${escapeXml(title)}</title><desc id="${id}-desc">${escapeXml(description)}</desc>`,
  }
}

/**
 * Vega's SVG as one image for assistive technology: role, title and description on the root, and none of the
 * attributes inside that would announce field names and rounded values. Hidden text is dropped.
 */
export function accessibleSvg(svg: string, words: SvgWords): string {
  const bare = svg.replace(hiddenText, '').replace(/<[^>]+>/g, withoutInnerRoles)
  const { attributes, elements } = svgNames(words)
  return bare.replace(/^<svg([^>]*)>/, (_, own: string) => `<svg${own} ${attributes}>${elements}`)
}

// Vega leaves labels that would overlap in the drawing and makes them invisible.
const hiddenText = /<text(?: [^>]*)? opacity="0"[^>]*>.*?<\/text>/gs

function withoutInnerRoles(tag: string): string {
  return tag.replace(/ (?:aria-[a-z]+|role|class|pointer-events|xmlns:xlink)="[^"]*"/g, '')
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
