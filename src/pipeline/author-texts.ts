import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { refuseIfAny } from '../core/errors.ts'
import { authorSection, type Block, literal, type Results, sectionUnknown, type Text } from '../report/index.ts'
import { readText } from '../storage/files.ts'

/** Sections that an author may write or begin; each is the file of that name. */
export const authorSections = [
  'summary',
  'background',
  'methodology',
  'findings',
  'conclusion',
  'abbreviations',
] as const

/** A section that an author may write. */
export type AuthorSectionName = (typeof authorSections)[number]

/** What an author wrote of a section. */
export interface AuthorWords {
  /** Null where the file has no title. */
  title: Text | null
  blocks: readonly Block[]
}

/** The texts of a report, with their numbers in place. */
export interface AuthorTexts {
  sections: ReadonlyMap<AuthorSectionName, AuthorWords>
  /** In order of their names. */
  appendices: readonly (AuthorWords & { name: string })[]
}

const folderOf = (trial: string): string => join(trial, 'report')
const appendix = /^appendix-([a-z0-9][a-z0-9-]*)$/

/** Reads the texts of a trial's report and looks up what they refer to. Throws one `TrialError` with every problem of all files. */
export function readAuthorTexts(trial: string, results: Results): AuthorTexts {
  const folder = folderOf(trial)
  const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.md')) : []
  const read = names.sort().map(file => {
    const path = join(folder, file)
    const section = authorSection({ file: path, text: readText(path), results })
    return { name: file.slice(0, -'.md'.length), path, section }
  })
  refuseIfAny(
    read.flatMap(({ name, path, section: { issues } }) =>
      isKnown(name)
        ? issues
        : [
            sectionUnknown(
              path,
              authorSections.map(each => `${each}.md`),
            ),
            ...issues,
          ],
    ),
  )
  const sections = authorSections.flatMap(name => {
    const found = read.find(each => each.name === name)
    return found === undefined ? [] : [[name, found.section] as const]
  })
  const appendices = read.flatMap(({ name, section }) => {
    const own = appendix.exec(name)?.[1]
    return own === undefined
      ? []
      : [{ name: own, title: section.title ?? [literal(own.replaceAll('-', ' '))], blocks: section.blocks }]
  })
  return { sections: new Map(sections), appendices }
}

const isKnown = (name: string): boolean => (authorSections as readonly string[]).includes(name) || appendix.test(name)

/** Texts of a report that has none. */
export const noTexts: AuthorTexts = { sections: new Map(), appendices: [] }
