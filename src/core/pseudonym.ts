import { createHmac } from 'node:crypto'

/** What a pseudonym stands for: the same text as a case and as an event has two. */
export type PseudonymKind = 'case' | 'cluster' | 'event'

/**
 * The name that stands for an id: `p` and the first 32 hexadecimal digits of HMAC-SHA-256, keyed with `key`, over the kind, a line
 * feed and the id. The same key gives the same names, so that exports can be joined; without it no id can be tried.
 */
export function pseudonym(key: Buffer, kind: PseudonymKind, id: string): string {
  return `p${createHmac('sha256', key).update(`${kind}\n${id}`, 'utf8').digest('hex').slice(0, 32)}`
}
