import { TrialError } from '../../core/errors.ts'
import { keyWrong, sealDamaged } from './issues.ts'
import type { KeyFile } from './key-file.ts'
import { loadAge } from './load-age.ts'

/** Sealed bytes, and a way to see what they hold for whoever has just sealed them, and nobody later. */
export interface Sealed {
  bytes: Uint8Array
  /** Whether bytes, as read back from a disk, open to exactly what was sealed. */
  opens(bytes: Uint8Array): Promise<boolean>
}

/**
 * Seals content to all recipients (age-encryption.org/v1): each of them alone can open it. The key of the file is kept in
 * memory for `opens`, so that who holds no secret key can still check before the clear file goes.
 */
export async function sealContent(content: Uint8Array, recipients: readonly string[]): Promise<Sealed> {
  const { Decrypter, Encrypter } = await loadAge()
  let held: Uint8Array | undefined
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  // A recipient who takes the key of the file and leaves nothing in its header.
  encrypter.addRecipient({
    wrapFileKey(fileKey) {
      held = Uint8Array.from(fileKey)
      return []
    },
  })
  const bytes = await encrypter.encrypt(content)
  return {
    bytes,
    async opens(read) {
      const decrypter = new Decrypter()
      decrypter.addIdentity({ unwrapFileKey: () => held ?? null })
      const found = await decrypter.decrypt(read).catch(() => undefined)
      return found !== undefined && Buffer.from(found).equals(content)
    },
  }
}

/** What a sealed file holds. Refuses keys that do not open it, and bytes that are not as they were sealed. */
export async function openSealed(path: string, sealed: Uint8Array, key: KeyFile): Promise<Uint8Array> {
  const { Decrypter } = await loadAge()
  const decrypter = new Decrypter()
  for (const identity of key.identities) decrypter.addIdentity(identity)
  try {
    return await decrypter.decrypt(sealed)
  } catch (error) {
    const isWrongKey = error instanceof Error && error.message.startsWith('no identity matched')
    throw new TrialError([isWrongKey ? keyWrong(path, key.path) : sealDamaged(path)], { cause: error })
  }
}
