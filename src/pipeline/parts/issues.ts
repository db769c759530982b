import { issueKind, quote } from '../../core/errors.ts'
import type { Problem } from '../../model/validate.ts'

export const chunkUnreadable = issueKind(
  'part.chunk',
  'usage',
  'It was not understood which part of the work is to be done.',
  (text: string, most: string) => ({
    place: { field: '--chunk' },
    expected: `i/n, the part from 1 and the number of parts, of which there are no more than ${most}`,
    received: quote(text),
    action: 'Write it as 3/8.',
  }),
)

export const chunkWithoutFile = issueKind(
  'part.chunk_file',
  'usage',
  'A part of the work was asked for and no file for it, or a file and no part.',
  (given: string) => ({
    place: { field: given },
    expected: '--chunk and --out together',
    received: `${given} alone`,
    action: 'Give both, or neither for the whole.',
  }),
)

export const partFileTaken = issueKind(
  'part.file_taken',
  'input',
  'The file for a part holds something else.',
  (file: string, chunk: string) => ({
    place: { file },
    expected: `no file, or part ${chunk} of this work`,
    received: 'another file',
    action: 'Name another file with --out, or remove this one.',
  }),
)

export const partInvalid = issueKind(
  'part.invalid',
  'input',
  'A file does not hold a part as it was written.',
  (file: string, { path, expected, received }: Problem) => ({
    place: { file, field: path.join('.') },
    expected,
    received,
    action: 'Parts are not edited: remove it, and run the same --chunk again.',
  }),
)

export const partForeign = issueKind(
  'part.foreign',
  'input',
  'A part was drawn from other files of the trial or of the run, or by another version.',
  (file: string, fact: string, expected: string, received: string) => ({
    place: { file, field: fact },
    expected,
    received,
    action: 'Give the trial and the run as they were when the part was run, or run the part again.',
  }),
)

export const partDiffers = issueKind(
  'part.differs',
  'input',
  'Parts of different work were to be put together.',
  (file: string, fact: string, { expected, of, received }: { expected: string; of: string; received: string }) => ({
    place: { file, field: fact },
    expected: `${quote(expected)}, as in ${of}`,
    received: quote(received),
    action: 'Leave it out, or run it again as the others were.',
  }),
)

export const partTwice = issueKind(
  'part.twice',
  'input',
  'The same replicates were to be put together twice.',
  (file: string, chunk: string, other: string) => ({
    place: { file },
    expected: 'each part once',
    received: `part ${chunk}, which ${other} has too`,
    action: 'Leave one of them out.',
  }),
)

export const partsMissing = issueKind(
  'part.missing',
  'input',
  'Some parts are lacking.',
  (given: number, chunks: readonly string[], parts: number) => ({
    expected: `all ${parts} parts`,
    received: `${given}: there is no ${shortList(chunks)}`,
    action: 'Run each of these with --chunk, as the others were, and give its file too.',
  }),
)

const shortList = (texts: readonly string[], most = 20): string =>
  texts.length > most ? `${texts.slice(0, most).join(', ')} and ${texts.length - most} more` : texts.join(', ')
