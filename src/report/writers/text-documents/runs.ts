import { type Inline, inlines, isSafeAddress, type Text } from '../../document.ts'
import { oneLine } from '../characters.ts'

/** Words that look alike all through. */
export interface Run {
  text: string
  look: Look
  /** Where a click leads: an address, or `#` and the id of a part of the document. */
  href?: string | undefined
}

export type Look = '' | 'strong' | 'emphasis' | 'strong-emphasis' | 'code'

/** The looks that need a style. */
export const looks = ['strong', 'emphasis', 'strong-emphasis', 'code'] as const satisfies readonly Look[]

interface Setting {
  strong: boolean
  emphasis: boolean
  code: boolean
  href?: string | undefined
}

/** A text as runs, one after the other, with nothing inside another. */
export function runsOf(text: Text): Run[] {
  return inlines(text).flatMap(part => runs(part, { strong: false, emphasis: false, code: false }))
}

function runs(part: Inline, setting: Setting): Run[] {
  if (typeof part === 'string') return run(part, setting)
  switch (part.kind) {
    case 'value':
    case 'literal':
      return run(part.text, setting)
    case 'code':
      return run(part.text, { ...setting, code: true })
    case 'tag':
      return run(part.text, { ...setting, strong: setting.strong || part.tone === 'fault' })
    case 'link':
      return inside(part.text, isSafeAddress(part.href) ? { ...setting, href: part.href } : setting)
    default:
      return inside(part.text, { ...setting, [part.kind]: true })
  }
}

const inside = (text: Text, setting: Setting): Run[] => inlines(text).flatMap(part => runs(part, setting))

function run(text: string, { strong, emphasis, code, href }: Setting): Run[] {
  const look = code ? 'code' : strong && emphasis ? 'strong-emphasis' : strong ? 'strong' : emphasis ? 'emphasis' : ''
  return text === '' ? [] : [{ text: oneLine(text), look, href }]
}
