export interface SvgWords {
  /** Id of the chart, unique in its page. */
  id: string
  title: string
  description: string
}

/**
 * Vega's SVG as one image for assistive technology: role, title and description on the root, and none of the
 * attributes inside that would announce field names and rounded values. Hidden text is dropped.
 */
export function accessibleSvg(svg: string, { id: rawId, title, description }: SvgWords): string {
  const id = escapeXml(rawId)
  const bare = svg.replace(hiddenText, '').replace(/<[^>]+>/g, withoutInnerRoles)
  const names = `role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"`
  const words = `<title id="${id}-title">${escapeXml(title)}</title><desc id="${id}-desc">${escapeXml(description)}</desc>`
  return bare.replace(/^<svg([^>]*)>/, (_, attributes: string) => `<svg${attributes} ${names}>${words}`)
}

// Vega leaves labels that would overlap in the drawing and makes them invisible.
const hiddenText = /<text(?: [^>]*)? opacity="0"[^>]*>.*?<\/text>/gs

function withoutInnerRoles(tag: string): string {
  return tag.replace(/ (?:aria-[a-z]+|role|class|pointer-events|xmlns:xlink)="[^"]*"/g, '')
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
