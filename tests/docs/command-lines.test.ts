import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'

const markdown = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.md'))
    .map(path => `${folder}/${path}`)
const pages = ['README.md', ...markdown('docs'), ...markdown('trials'), ...markdown('examples')]

/** Command lines of a page, in a block or between backticks; a line that ends with a backslash goes on in the next. */
function commandLines(text: string): string[] {
  const joined = text.replace(/\\\n\s*/g, ' ')
  const inBlocks = [...joined.matchAll(/^(?:\$ | {4}|.*\| )?equipoise ([a-z].*)$/gm)]
  const inWords = [...joined.matchAll(/`equipoise ([a-z][^`]*)`/g)]
  return [...inBlocks, ...inWords].map(([, line = '']) => line.replace(/ +#.*$/, '').replace(/\n/g, ' '))
}

const shown = pages.flatMap(page => commandLines(readFileSync(page, 'utf8')).map(line => ({ page, line })))

/** Whatever a page shows but does not run, as what needs a server, names commands and options that there are. */
it('every command line of the documentation is of a command with these options', () => {
  expect(shown.length).toBeGreaterThan(150)
  const wrong = shown.flatMap(({ page, line }) => {
    const [name = ''] = line.split(/\s/)
    const command = commands.find(each => [each.name(), ...each.aliases()].includes(name))
    if (command === undefined) return [`${page}: ${line}: no command ${name}`]
    const known = ['--help', ...command.options.flatMap(({ long, short }) => [long, short])]
    const words = line.replace(/"[^"]*"|'[^']*'/g, '').split(/\s+/)
    const unknown = words.filter(word => /^--?[a-z]/.test(word) && !known.includes(word.replace(/=.*$/, '')))
    return unknown.map(option => `${page}: ${line}: no option ${option}`)
  })
  expect(wrong).toEqual([])
})
