import { join } from 'node:path'
import { refuseIfAny, TrialError } from '../../core/errors.ts'
import { type Mask, type MaskKey, maskKeySchema, maskSchema } from '../../model/mask.ts'
import { type DocumentOf, type DocumentSchema, validate } from '../../model/validate.ts'
import { readJson } from '../../storage/files.ts'
import type { Trial } from '../trial-folder.ts'
import { maskInvalid, maskOfOtherTrial } from './issues.ts'

/** The files of a folder with a masked set. */
export const maskFiles = {
  mask: 'mask.json',
  key: 'mask-key.json.age',
  set: 'masked-set.csv',
  results: 'masked-results.json',
  tidyResults: 'masked-results.csv',
} as const

/** The mask of a folder, which must be of this trial and its protocol. */
export function readMask({ protocol, hashes }: Trial, folder: string): Mask {
  const path = join(folder, maskFiles.mask)
  const mask = checked(maskSchema, path, readJson(path))
  const isOwn = mask.trial === protocol.id && mask.inputs['protocol.yaml'] === hashes.protocol
  refuseIfAny(isOwn ? [] : [maskOfOtherTrial(path, protocol.id, mask.trial)])
  return mask
}

/** What the labels of a mask stand for, from the bytes that its key opened to. */
export const readMaskKey = (path: string, bytes: Uint8Array): MaskKey =>
  checked(maskKeySchema, path, parsed(Buffer.from(bytes).toString('utf8')))

function checked<S extends DocumentSchema>(schema: S, path: string, data: unknown): DocumentOf<S> {
  const read = validate(schema, [], data)
  if (!read.ok) throw new TrialError(read.problems.map(problem => maskInvalid(path, problem)))
  return read.value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
