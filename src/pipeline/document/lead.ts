import type { Block } from '../../report/index.ts'

/** A paragraph that begins with what it is about, in bold. */
export const leadBlock = (start: string, text: string): Block => ({
  kind: 'paragraph',
  text: [{ kind: 'strong', text: start }, ...(text === '' ? [] : [` ${text}`])],
})
