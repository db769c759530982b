export { type KeyFile, readKeyFile, readRecipients, writeKeyFile } from './key-file.ts'
export { openSealed, type Sealed, sealContent } from './seal.ts'
