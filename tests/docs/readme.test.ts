import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { printIssue } from '../../src/core/errors.ts'
import { methods } from '../../src/statistics/registry.ts'

const readme = readFileSync('README.md', 'utf8')
const run = promisify(execFile)
const main = resolve('dist/cli/main.js')
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-readme-'))
  folders.push(folder)
  return folder
}

interface Shown {
  command: string
  output: string
}

/** The commands of a section's console blocks, with the output that is shown under each. */
function commandsOf(section: string): Shown[] {
  const blocks = [...section.matchAll(/```console\n([\s\S]*?)```/g)].map(match => match[1] ?? '')
  return blocks.flatMap(block =>
    block.split(/^\$ /m).flatMap(part => {
      const [command = '', ...output] = part.split('\n')
      return command === '' ? [] : [{ command, output: output.join('\n') }]
    }),
  )
}

/** Files that a section shows as a block under a line that names them, as a person would write them first. */
function filesOf(section: string): { name: string; text: string }[] {
  const blocks = [...section.matchAll(/`([\w-]+\.csv)`[^`\n]*:\n\n```csv\n([\s\S]*?)```/g)]
  return blocks.map(([, name = '', text = '']) => ({ name, text }))
}

/** The shown lines that the real output does not have in this order: `…` alone stands for any lines, in a line for any text. */
function notFound(shown: string, output: string): string | undefined {
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

const sections = [...readme.matchAll(/^### (.*)\n([\s\S]*?)(?=^##)/gm)].map(([, title = '', text = '']) => ({
  title,
  shown: commandsOf(text),
  files: filesOf(text),
}))

describe.concurrent('the README', () => {
  test('shows every command', () => {
    const names = commands.map(command => command.name())
    const listed = [...readme.matchAll(/^\| `([\w-]+)(?:`| (?:<trial>|<file>|<folder>|<segmentation>|--out))/gm)].map(
      match => match[1] ?? '',
    )
    expect([...new Set(listed)].sort()).toEqual([...names].sort())
    const shown = sections.flatMap(section => section.shown.map(({ command }) => command.split(' ')[1] ?? ''))
    expect(names.filter(name => !shown.includes(name))).toEqual([])
  })

  test.each(sections)(
    'runs as shown: $title',
    async ({ shown, files }) => {
      const folder = emptyFolder()
      for (const { name, text } of files) writeFileSync(join(folder, name), text)
      expect(shown.length).toBeGreaterThan(2)
      for (const { command, output } of shown) {
        const [program, ...args] = wordsOf(command)
        expect(program).toBe('equipoise')
        const { stdout, code } = await ended(args, folder)
        expect(code, command).toBe(args[0] === 'audit' ? 1 : 0)
        expect(notFound(output, stdout), command).toBeUndefined()
      }
    },
    480_000,
  )

  test('its library example gives what it shows', async () => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(resolve('.'), join(folder, 'node_modules', 'equipoise'), 'junction')
    const [, code = '', output = ''] = /```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme) ?? []
    writeFileSync(join(folder, 'example.mjs'), code)
    const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: folder })
    expect(stdout).toBe(output)
  })
})

/** What a command printed, also where a check failed. */
async function ended(args: readonly string[], cwd: string): Promise<{ stdout: string; code: number }> {
  try {
    return { ...(await run(process.execPath, [main, ...args], { cwd, maxBuffer: 1 << 26 })), code: 0 }
  } catch (error) {
    return error as { stdout: string; code: number }
  }
}

/** The words of a command as a shell has them; quoted ones may hold spaces. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''))

describe('the documentation', () => {
  const pages = [
    'README.md',
    'trials/part-payment/README.md',
    'trials/missed-payment-72h/README.md',
    'trials/letter/README.md',
    ...[
      'trial-files',
      'run-folder',
      'reproduction',
      'balance',
      'concealment',
      'redcap',
      'sequential-enrolment',
      'log-stores',
      'trial-health',
      'outcome-log',
      'report-authors',
      'registration',
      'audit',
      'stopping',
      'parallel',
    ].map(page),
  ]

  test.each(pages)('links of %s lead somewhere', path => {
    const links = [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(match => match[1] ?? '')
    expect(links.filter(link => !existsSync(join(path, '..', link)))).toEqual([])
  })

  test('describes every field of a protocol, a plan and published figures, and every method', () => {
    const text = readFileSync(page('trial-files'), 'utf8')
    for (const name of ['protocol', 'plan', 'published', 'synthetic']) {
      const { properties } = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as { properties: object }
      const expected = Object.keys(properties).filter(
        key => !['schema', 'trial', 'description', 'document'].includes(key),
      )
      expect(expected.filter(key => !text.includes(`\`${key}\``) && !text.includes(`\`${key}.`))).toEqual([])
    }
    expect(methods.ids.filter(id => !text.includes(`\`${id}\``))).toEqual([])
  })

  test('describes every check of an audit, and every audit that comes with equipoise', async () => {
    const { checks } = await import('../../src/pipeline/audit/evaluate.ts')
    const text = readFileSync(page('audit'), 'utf8')
    expect(Object.keys(checks).filter(name => !new RegExp(`\\x60${name}[:\\x60]`).test(text))).toEqual([])
    const names = readdirSync('audits').map(name => name.replace(/\.yaml$/, ''))
    expect(names.filter(name => !text.includes(`equipoise audit ${name} `))).toEqual([])
  })

  test('describes every measure of trial health, and how it may be split and set', async () => {
    const { measures } = await import('../../src/outcomes/index.ts')
    const text = readFileSync(page('trial-health'), 'utf8')
    const rows = measures.all.map(({ id, unit, per, settings }) =>
      [`\`${id}\``, unit === 'probability' ? 'P' : unit, per.join(', '), settings.map(name => `\`${name}\``).join(', ')]
        .map(cell => (cell === '' ? '' : ` ${cell}`))
        .join(' |'),
    )
    expect(rows.filter(row => !text.includes(`|${row} |`))).toEqual([])
  })

  test('describes every way in which an author may write a number, and shows one that is refused as it is', async () => {
    const { authorFormats } = await import('../../src/report/author/formats.ts')
    const { authorSection, resultsOf } = await import('../../src/report/index.ts')
    const text = readFileSync(page('report-authors'), 'utf8')
    const words = Object.keys(authorFormats)
    expect(words.filter(word => !text.includes(word))).toEqual([])
    const results = resultsOf(
      ['cases.control', 'cases.letter', 'cases.all'].map(id => ({ id, value: 1, unit: 'count' as const })),
    )
    const file = 'trials/letter/report/findings.md'
    const { issues } = authorSection({ file, text: '\n\nThere were {{ cases.contrl }} cases.', results })
    const [shown = ''] = /trials\/letter\/report\/findings[\s\S]*?\^/.exec(text) ?? []
    expect(issues.map(printIssue)).toEqual([shown])
  })

  test('describes every artefact of a run', async () => {
    const { artefacts } = await import('../../src/pipeline/run-folder.ts')
    const text = readFileSync(page('run-folder'), 'utf8')
    expect(Object.values(artefacts).filter(name => !text.includes(`\`${name}`))).toEqual([])
  })
})

function page(name: string): string {
  return `docs/${name}.md`
}
