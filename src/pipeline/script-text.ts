import type { Json } from '../core/canonical-json.ts'
import { InternalError } from '../core/errors.ts'
import { readText } from '../storage/files.ts'
import { inPackage } from './package-folder.ts'
import { pythonLiteral, rLiteral } from './script-literals.ts'

/** A script of assets/ with one statement that gives way to facts of a run. */
export interface ScriptBody {
  language: 'python' | 'r'
  /** Its folder in assets/ and its name there. */
  path: readonly [folder: string, name: string]
  /** The comment line above the statement. */
  place: string
  /** The variable that the facts are assigned to. */
  variable: string
  /** A comment that stands in its place, on what the facts are. */
  comment: string
}

const languages = {
  python: {
    empty: (name: string) => `${name} = {}`,
    filled: (name: string, facts: Json) => `${name} = ${pythonLiteral(facts)}`,
  },
  r: {
    empty: (name: string) => `${name} <- NULL`,
    filled: (name: string, facts: Json) => `${name} <- ${rLiteral(facts)}`,
  },
} as const

/** The text of a script that holds the facts. */
export function scriptText({ language, path, place, variable, comment }: ScriptBody, facts: Json): string {
  const { empty, filled } = languages[language]
  const head = `# ${place}\n${empty(variable)}\n`
  const [before, after, ...more] = readText(inPackage('assets', ...path)).split(head)
  if (before === undefined || after === undefined || more.length > 0)
    throw new InternalError(`${path[1]} has no one head`)
  return `${before}# ${comment}\n${filled(variable, facts)}\n${after}`
}
