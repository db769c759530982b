import { isMap, isNode, isScalar, parseDocument } from 'yaml'

interface Section {
  key: string
  /** From the comment that stands right above the key to that above the next one. */
  from: number
  to: number
  /** Where its value stands. */
  value: { from: number; to: number }
}

/**
 * A YAML mapping as text with the values of some of its keys replaced, and some keys taken out with the comments right above them;
 * everything else stays as it is, letter by letter. `set` gives each value as YAML. Keys that are not there are passed over.
 */
export function editYaml(
  text: string,
  { set, remove }: { set: Readonly<Record<string, string>>; remove: readonly string[] },
): string {
  let edited = text
  for (const { key, from, to, value } of sectionsOf(text).reverse()) {
    const replacement = set[key]
    if (remove.includes(key)) edited = edited.slice(0, from) + edited.slice(to)
    else if (replacement !== undefined) edited = edited.slice(0, value.from) + replacement + edited.slice(value.to)
  }
  return edited
}

function sectionsOf(text: string): Section[] {
  const { contents } = parseDocument(text)
  if (!isMap(contents)) return []
  const found = contents.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !isNode(key) || !key.range || !isNode(value) || !value.range) return []
    const [from, end] = value.range
    // A block of text ends with its line.
    const to = text[end - 1] === '\n' ? end - 1 : end
    return [{ key: String(key.value), from: withCommentAbove(text, key.range[0]), value: { from, to } }]
  })
  return found.map((section, at) => ({ ...section, to: found[at + 1]?.from ?? text.length }))
}

/** Start of the lines of comment that stand right above a position. */
function withCommentAbove(text: string, position: number): number {
  const above = /(?:^|\n)((?:#[^\n]*\n)+)$/.exec(text.slice(0, position))
  return position - (above?.[1]?.length ?? 0)
}
