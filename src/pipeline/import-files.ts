import type { Json } from '../core/canonical-json.ts'
import { sha256 } from '../core/hash.ts'
import type { Protocol } from '../model/protocol.ts'
import { describeColumns, dictionaryText } from '../outcomes/index.ts'
import { artefacts } from './run-folder.ts'
import { type ScriptBody, scriptText } from './script-text.ts'

const shared = {
  place: 'equipoise puts the columns here.',
  comment: 'The columns of the analysis set, as 06-dictionary.csv describes them.',
  variable: 'SET',
} as const

const scripts: readonly (ScriptBody & { artefact: 'importPython' | 'importR' })[] = [
  { ...shared, artefact: 'importPython', language: 'python', path: ['analysis-set', 'import.py'] },
  { ...shared, artefact: 'importR', language: 'r', path: ['analysis-set', 'import.R'] },
]

/** The dictionary of an analysis set and the scripts that read it: file names with their texts. */
export function importFiles(
  protocol: Protocol,
  { text, name, notice }: { text: string; name: string; notice: string | null },
): (readonly [name: string, text: string])[] {
  const facts: Json = {
    trial: protocol.id,
    notice,
    file: name,
    sha256: sha256(text),
    columns: describeColumns(protocol).map(({ source: _, ...column }) => ({ ...column })),
  }
  return [
    [artefacts.dictionary, dictionaryText(protocol)],
    ...scripts.map(script => [artefacts[script.artefact], scriptText(script, facts)] as const),
  ]
}
