import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { program } from './cli.ts'
import { needsCommand, needsPythonModule } from './needs.ts'

/** Something that a page shows to be run, with the output that it shows, and the code that it is to end with. */
export interface Shown {
  command: string
  /** A script in place of a command line: its language and its text. */
  script?: { language: Language; text: string }
  /** Undefined where the page shows none. */
  output: string | undefined
  exitCode: number
}

/** A file that a page shows, as a person would write it first. */
export interface ShownFile {
  name: string
  text: string
}

const run = promisify(execFile)

const languages = {
  js: { program: process.execPath, name: 'node', file: 'shown.mjs' },
  r: { program: 'Rscript', name: 'Rscript', file: 'shown.R' },
  python: { program: 'python3', name: 'python3', file: 'shown.py' },
} as const
type Language = keyof typeof languages

/** Everything of a text that can be run, in its order: the commands of console blocks, and scripts, which a block of text may follow. */
export function shownIn(text: string): Shown[] {
  const blocks = [...text.matchAll(/^```(console|js|r|python)\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm)]
  return blocks.flatMap(([, kind = '', block = '', output]) =>
    kind === 'console'
      ? commandsOf(block)
      : [{ command: `${kind} snippet`, script: { language: kind as Language, text: block }, output, exitCode: 0 }],
  )
}

/** The commands of a console block with the output that is shown under each. A line that ends with a backslash goes on in the next. */
function commandsOf(block: string): Shown[] {
  return block
    .replace(/ \\\n\s*/g, ' ')
    .split(/^\$ /m)
    .flatMap(part => {
      const [command = '', ...output] = part.split('\n')
      const exitCode = command.startsWith('equipoise audit ') ? 1 : 0
      const shown = output.join('\n')
      return command === '' ? [] : [{ command, output: shown.trim() === '' ? undefined : shown, exitCode }]
    })
}

/** Files that a text shows as a block under a line that names them. */
export function filesIn(text: string): ShownFile[] {
  const blocks = [...text.matchAll(/`([\w./-]+\.(?:csv|yaml))`[^`\n]*:\n\n```(?:csv|yaml)\n([\s\S]*?)```/g)]
  return blocks.map(([, name = '', block = '']) => ({ name, text: block }))
}

/** The shown lines that the real output does not have in this order: `…` alone stands for any lines, in a line for any text. */
export function notFound(shown: string, output: string): string | undefined {
  const lines = output.split('\n')
  const segments = shown.trimEnd().split(/^…\n?/m)
  let from = 0
  for (const [index, segment] of segments.entries()) {
    const wanted = segment === '' ? [] : segment.trimEnd().split('\n').map(pattern)
    const last = index === 0 ? 0 : lines.length - wanted.length
    while (from <= last && !wanted.every((line, at) => line.test(lines[from + at] ?? ''))) from += 1
    if (from > last) return segment
    from += wanted.length
  }
  const isWhole = /(^|\n)…$/.test(shown.trimEnd()) || lines.slice(from).join('') === ''
  return isWhole ? undefined : `the end, after ${lines[from - 1]}`
}

const pattern = (line: string): RegExp => new RegExp(`^${escaped(line).replaceAll('…', '.*')}$`)
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A folder in which what a page shows is run: files are put there, and scripts can import the package. */
export function prepare(folder: string, files: readonly ShownFile[]): void {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules', 'equipoise'), 'junction')
  for (const { name, text } of files) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** What something shown printed and how it ended; undefined where what it needs is not here. */
export async function ended(
  { command, script }: Shown,
  folder: string,
): Promise<{ stdout: string; code: number } | undefined> {
  const [name = '', ...args] = script === undefined ? wordsOf(command) : scriptCall(script, folder)
  if (name === 'equipoise') return endOf(process.execPath, [program, ...args], folder)
  const modules = script?.language === 'python' ? [...script.text.matchAll(/^(?:from|import) (\w+)/gm)] : []
  const isHere = needsCommand(name) && modules.every(([, module = '']) => needsPythonModule(module))
  return isHere ? endOf(name, args, folder) : undefined
}

/** The same for what ends with another code than 0. */
async function endOf(file: string, args: readonly string[], cwd: string): Promise<{ stdout: string; code: number }> {
  try {
    return { ...(await run(file, args, { cwd, maxBuffer: 1 << 26 })), code: 0 }
  } catch (error) {
    return error as { stdout: string; code: number }
  }
}

function scriptCall({ language, text }: NonNullable<Shown['script']>, folder: string): string[] {
  const { name, file } = languages[language]
  writeFileSync(join(folder, file), text)
  return [name, file]
}

/** The words of a command as a shell has them; quoted ones may hold spaces. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''))
