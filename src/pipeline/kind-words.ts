import type { Protocol } from '../model/protocol.ts'

/** What readers must know of a protocol that its source does not call a trial; nothing of one that it does. */
export const kindWords: Readonly<Record<Protocol['kind'], string | null>> = {
  trial: null,
  'service change':
    'Its source states it as a change of service and not as a trial; here it is evaluated as a trial, with cases allocated at random.',
}
