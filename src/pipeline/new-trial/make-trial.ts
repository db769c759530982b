import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { CivilDate } from '../../core/civil-date.ts'
import { collectIssues, type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { declaredTargets } from '../../model/allocation.ts'
import { onFile, temporaryBeside } from '../../storage/files.ts'
import { inPackage } from '../package-folder.ts'
import { type Trial, trialFiles } from '../trial-folder.ts'
import { type AnswerTexts, defaultId, readAnswers, readId, readTitle, type TrialAnswers } from './answers.ts'
import { copiedFiles } from './copied-files.ts'
import { answersNotRead, folderInUse } from './issues.ts'
import { planText } from './plan-text.ts'
import { protocolText } from './protocol-text.ts'
import { type ReadmeFacts, readmeText } from './readme-text.ts'
import { sizingText } from './sizing-text.ts'
import { syntheticText } from './synthetic-text.ts'

/** A trial's folder that was made. */
export interface MadeTrial {
  schema: 'equipoise/new-trial/1'
  trial: string
  title: string
  folder: string
  /** The trial as commands take it: its name in ./trials, or a path. */
  reference: string
  /** Id of the trial that was copied. */
  copiedFrom: string | null
  files: readonly string[]
}

const schemaFolder = 'schemas'

/** The answers from which a new trial can be made there. Refuses bad ones, all at once, and a folder that holds anything. */
export function requireMakeable(folder: string, texts: AnswerTexts, today: CivilDate): TrialAnswers {
  const issues: Issue[] = folderIssues(folder)
  const answers = collectIssues(issues, () => readAnswers(texts, { folderName: basename(resolve(folder)), today }))
  if (answers === undefined || issues.length > 0) throw new TrialError(issues)
  return answers
}

/** Makes the folder of a new trial from answers; refuses as `requireMakeable` does. */
export function makeTrial(folder: string, texts: AnswerTexts, today: CivilDate): MadeTrial {
  const answers = requireMakeable(folder, texts, today)
  const wanted = 2 * sumOf(answers.arms.map(({ cases }) => cases))
  const files = {
    [trialFiles.protocol]: protocolText(answers),
    [trialFiles.plan]: planText(answers),
    [trialFiles.sizing]: sizingText(answers),
    [trialFiles.synthetic]: syntheticText(answers),
  }
  return writeTrial(folder, answers, files, {
    copiedFrom: null,
    hasSizing: true,
    madeUpCases: Math.ceil(wanted / 100) * 100,
    isSequential: false,
  })
}

/**
 * Makes the folder of a new trial as a copy of another's protocol, plan, sizing and synthetic model. Its printed figures, reconstruction,
 * seed, deviations, charts and texts are not copied.
 */
export function copyTrial(folder: string, texts: AnswerTexts, from: Trial): MadeTrial {
  const issues: Issue[] = folderIssues(folder)
  const further = flagsBeside(texts)
  if (further.length > 0) issues.push(answersNotRead(further))
  const id = collectIssues(issues, () => readId(texts.id ?? defaultId(basename(resolve(folder)))))
  const title = collectIssues(issues, () => readTitle('--title', texts.title ?? `${from.protocol.title} (a new trial)`))
  refuseIfAny(issues)
  const named = { id: id ?? '', title: title ?? '' }
  const files = copiedFiles(from, named)
  const madeUpCases = trialFiles.synthetic in files ? casesFor(from) : null
  const isSequential = from.protocol.enrolment !== undefined
  const hasSizing = trialFiles.sizing in files
  return writeTrial(folder, named, files, { copiedFrom: from.protocol.id, hasSizing, madeUpCases, isSequential })
}

const flagNames = { asOf: 'as-of', firstDay: 'first-day', lastDay: 'last-day', outcomeType: 'outcome-type' } as const

/** Flags of the answers that a copy does not take. */
function flagsBeside({ id: _, title: __, ...others }: AnswerTexts): string[] {
  return Object.entries(others).flatMap(([name, value]) =>
    value === undefined || value.length === 0 ? [] : [`--${flagNames[name as keyof typeof flagNames] ?? name}`],
  )
}

/** Enough made-up cases for the targets of a trial, if one in four is eligible. */
function casesFor({ protocol }: Trial): number {
  const targets = Object.values(declaredTargets(protocol.allocation) ?? {}).flatMap(row => Object.values(row))
  return Math.max(1000, Math.ceil(sumOf(targets) / 250) * 1000)
}

/** Why nothing may be written there. */
function folderIssues(folder: string): Issue[] {
  if (!existsSync(folder)) return []
  if (!statSync(folder).isDirectory()) return [folderInUse(folder, 'a file')]
  const names = readdirSync(folder)
  if (names.length === 0) return []
  return [folderInUse(folder, names.includes(trialFiles.protocol) ? 'a trial' : `other files, as ${names[0]}`)]
}

function writeTrial(
  folder: string,
  { id, title }: { id: string; title: string },
  files: Readonly<Record<string, string>>,
  facts: Omit<ReadmeFacts, 'title' | 'reference'>,
): MadeTrial {
  const reference = referenceTo(folder)
  const readme = readmeText({ title, reference, ...facts })
  const schemas = Object.keys(files).map(schemaOf)
  const place = resolve(folder)
  const temporary = temporaryBeside(place)
  onFile(folder, () => {
    mkdirSync(dirname(place), { recursive: true })
    mkdirSync(join(temporary, schemaFolder), { recursive: true })
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(temporary, name), withSchema(name, text))
      writeFileSync(join(temporary, 'README.md'), readme)
      for (const name of schemas) copyFileSync(inPackage(schemaFolder, name), join(temporary, schemaFolder, name))
      if (existsSync(place)) rmdirSync(place)
      renameSync(temporary, place)
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true })
      throw error
    }
  })
  const written = [...Object.keys(files), 'README.md', ...schemas.map(name => `${schemaFolder}/${name}`)]
  return {
    schema: 'equipoise/new-trial/1',
    trial: id,
    title,
    folder,
    reference,
    copiedFrom: facts.copiedFrom,
    files: written,
  }
}

const schemaOf = (file: string): string => file.replace(/yaml$/, 'schema.json')

/** A file with the line by which an editor finds its schema, which is copied beside it so that the folder can be moved. */
const withSchema = (file: string, text: string): string =>
  `# yaml-language-server: $schema=${schemaFolder}/${schemaOf(file)}\n${text}`

/** The folder as commands take it from here. */
function referenceTo(folder: string): string {
  const [parent, name, ...deeper] = relative('.', folder).split(sep)
  if (parent === 'trials' && name !== undefined && deeper.length === 0) return name
  return /[/\\]|^\./.test(folder) ? folder : `./${folder}`
}
