import { type Block, type Text, text as words } from '../../report/index.ts'

/** A paragraph that begins with what it is about, in bold. */
export const leadBlock = (start: Text, text: Text): Block => ({
  kind: 'paragraph',
  text: [{ kind: 'strong', text: start }, ...(text === '' ? [] : words` ${text}`)],
})
