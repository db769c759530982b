import { collectIssues, type Issue } from '../../core/errors.ts'
import { type Chunk, chunkText } from './chunk.ts'
import { partDiffers, partForeign, partsMissing, partTwice } from './issues.ts'

/** A part and the file that it was read from. */
export interface FiledPart<P> {
  file: string
  part: P
}

/** What is known of a part, by its name for a reader. */
export type Facts = Readonly<Record<string, string>>

/** What makes parts belong together. */
export interface Belonging<P> {
  /** What is fixed where the parts are put together, as it is there, and as a part has it. */
  here: Facts
  fixedHere(part: P): Facts
  /** What is only known to be right where it is the same in all parts. */
  fixedTogether(part: P): Facts
}

/** Reads the files that can be read; the issues of the others are kept. */
export const readParts = <P>(files: readonly string[], read: (file: string) => P, issues: Issue[]): FiledPart<P>[] =>
  files.flatMap((file): FiledPart<P>[] => {
    const part = collectIssues(issues, () => read(file))
    return part === undefined ? [] : [{ file, part }]
  })

/** Why parts are not one whole: those from elsewhere, those of other work than the first, those that are there twice or lacking. */
export function notOneWhole<P extends Chunk>(
  filed: readonly FiledPart<P>[],
  { here, fixedHere, fixedTogether }: Belonging<P>,
): Issue[] {
  const [first] = filed
  if (first === undefined) return []
  const wanted = fixedTogether(first.part)
  const differences = ({ file, part }: FiledPart<P>): Issue[] => {
    const own = fixedTogether(part)
    return differing(own, wanted).map(fact =>
      partDiffers(file, fact, { expected: wanted[fact] ?? '', of: first.file, received: own[fact] ?? '' }),
    )
  }
  return [
    ...filed.flatMap(({ file, part }) => foreign(file, fixedHere(part), here)),
    ...filed.flatMap(differences),
    ...incomplete(filed.filter(each => differences(each).length === 0)),
  ]
}

const differing = (own: Facts, other: Facts): string[] => Object.keys(other).filter(fact => own[fact] !== other[fact])

const foreign = (file: string, own: Facts, here: Facts): Issue[] =>
  differing(own, here).map(fact => partForeign(file, fact, here[fact] ?? '', own[fact] ?? ''))

/** Parts of one whole that are there twice, and those that are not there. */
function incomplete(filed: readonly FiledPart<Chunk>[]): Issue[] {
  const byPart = new Map<number, string>()
  const issues: Issue[] = []
  for (const { file, part } of filed) {
    const other = byPart.get(part.part)
    if (other === undefined) byPart.set(part.part, file)
    else issues.push(partTwice(file, chunkText(part), other))
  }
  const parts = filed[0]?.part.parts ?? 0
  const missing = Array.from({ length: parts }, (_, at) => at + 1).filter(part => !byPart.has(part))
  if (missing.length > 0)
    issues.push(
      partsMissing(
        byPart.size,
        missing.map(part => chunkText({ part, parts })),
        parts,
      ),
    )
  return issues
}
