import { join } from 'node:path'
import { readText } from '../../storage/files.ts'
import { editYaml } from '../../storage/yaml-edit.ts'
import { hasFile, readSizing, readSynthetic, type Trial, trialFiles } from '../trial-folder.ts'
import { quoted } from './protocol-text.ts'

/** Parts of a plan that belong to one trial alone: the key of its draws, and what was changed in its course. */
const ownOfPlan = ['seed', 'deviations']
/** Part of a synthetic model that is made to fit what a trial printed. */
const ownOfSynthetic = ['reconstruction']

/** The files of a copy of a trial under another id and title, with their comments, by name. */
export function copiedFiles(trial: Trial, { id, title }: { id: string; title: string }): Record<string, string> {
  const { protocol, plan, synthetic, sizing } = trialFiles
  const text = (name: string): string => withoutSchemaLine(readText(join(trial.folder, name)))
  const files: Record<string, string> = {
    [protocol]: editYaml(text(protocol), { set: { id, title: quoted(title) }, remove: [] }),
    [plan]: editYaml(text(plan), { set: { trial: id }, remove: ownOfPlan }),
  }
  if (hasFile(trial.folder, 'synthetic')) {
    readSynthetic(trial)
    files[synthetic] = editYaml(text(synthetic), { set: { trial: id }, remove: ownOfSynthetic })
  }
  if (hasFile(trial.folder, 'sizing')) {
    readSizing(trial)
    files[sizing] = editYaml(text(sizing), { set: { trial: id }, remove: [] })
  }
  return files
}

/** Where the schema is, is said anew. */
const withoutSchemaLine = (text: string): string => text.replace(/^# yaml-language-server:[^\n]*\n/m, '')
