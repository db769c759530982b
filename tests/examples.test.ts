import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { scratch } from './support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)

const examples = readdirSync('examples').filter(name => name.endsWith('.mjs'))
const nameOf = (script: string): string => script.replace(/\.mjs$/, '')
const run = promisify(execFile)

describe.concurrent('the examples', () => {
  test('are numbered 01 to 10, and listed in their order with their output', () => {
    const numbers = Array.from({ length: 10 }, (_, at) => String(at + 1).padStart(2, '0'))
    expect(examples.map(name => name.slice(0, 2))).toEqual(numbers)
    const rows = [...readFileSync('examples/README.md', 'utf8').matchAll(/^\| \[(.*?)\]\((.*?)\) \|.*?\]\((.*?)\)/gm)]
    expect(rows.map(([, text, link, output]) => [text, link, output])).toEqual(
      examples.map(name => [name, name, `expected/${nameOf(name)}.txt`]),
    )
  })

  test('import nothing but the package and Node, say what they show, and are short', () => {
    for (const name of examples) {
      const text = readFileSync(join('examples', name), 'utf8')
      const imported = [...text.matchAll(/ from '(.*?)'/g)].map(([, specifier]) => specifier)
      expect(
        imported.filter(specifier => specifier !== 'equipoise' && !specifier?.startsWith('node:')),
        name,
      ).toEqual([])
      expect(text, name).toMatch(/^\/\/ @ts-check\n\/\/ [A-Z].*\.\n/)
      expect(text.split('\n').length, name).toBeLessThanOrEqual(45)
    }
  })

  test('there is no output without its script', () => {
    const outputs = readdirSync('examples/expected').map(name => name.replace(/\.\w+$/, ''))
    expect([...new Set(outputs)].sort()).toEqual(examples.map(nameOf))
  })

  // `vitest run tests/examples.test.ts --update` writes what they print anew.
  test.for(examples)('%s prints what is committed', async (script, { expect }) => {
    const { stdout, stderr } = await run(process.execPath, [resolve('examples', script)], { cwd: folder })
    expect(stderr).toBe('')
    const expected = (extension: string): string => resolve('examples/expected', `${nameOf(script)}.${extension}`)
    await expect(stdout).toMatchFileSnapshot(expected('txt'))
    if (existsSync(expected('svg')))
      await expect(readFileSync(join(folder, 'out/payers.svg'), 'utf8')).toMatchFileSnapshot(expected('svg'))
  })
})
