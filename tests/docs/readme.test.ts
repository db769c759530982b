import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { printIssue } from '../../src/core/errors.ts'
import { methods } from '../../src/statistics/registry.ts'
import { scratch } from '../support/folders.ts'
import { ended, filesIn, notFound, prepare, shownIn } from '../support/shown.ts'

const readme = readFileSync('README.md', 'utf8')
const folders: ReturnType<typeof scratch>[] = []

afterAll(() => {
  for (const { remove } of folders) remove()
})

const wholeOf = (title: string, text: string) => ({ title, shown: shownIn(text), files: filesIn(text) })
const sections = [
  ...[...readme.matchAll(/^### (.*)\n([\s\S]*?)(?=^##)/gm)].map(([, title = '', text = '']) => wholeOf(title, text)),
  ...[...readme.matchAll(/^## (As a library)\n([\s\S]*?)(?=^##)/gm)].map(([, title = '', text = '']) =>
    wholeOf(title, text),
  ),
]

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
      const place = scratch()
      folders.push(place)
      prepare(place.folder, files)
      expect(shown.length).toBeGreaterThan(0)
      for (const each of shown) {
        const end = await ended(each, place.folder)
        expect(end?.code, each.command).toBe(each.exitCode)
        expect(notFound(each.output ?? '…', end?.stdout ?? ''), each.command).toBeUndefined()
      }
    },
    480_000,
  )
})

describe('the documentation', () => {
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
