import { TrialError } from '../../core/errors.ts'
import { engineTableName } from './issues.ts'

const part = /("(?:[^"]|"")+"|[^".]+)(\.|$)/y

/** The parts of `TABLE` or `SCHEMA.TABLE`; a part may stand in double quotes, with quotes inside doubled. */
export function tableParts(name: string): readonly string[] {
  const parts: string[] = []
  part.lastIndex = 0
  for (let isOpen = true; isOpen && parts.length < 2; ) {
    const match = part.exec(name)
    if (match === null) break
    const [, text = '', dot] = match
    parts.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text)
    isOpen = dot === '.'
    if (!isOpen) return parts
  }
  throw new TrialError([engineTableName(name)])
}
