import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { TrialError } from '../../src/core/errors.ts'
import { readDocument } from '../../src/storage/document.ts'
import { parseYaml, readYaml } from '../../src/storage/yaml.ts'
import { brief, issuesOf, temporaryFolder } from './temporary.ts'

const { put, folder } = temporaryFolder()

const refused = (text: string) => issuesOf(() => parseYaml(text, 'p.yaml'))

describe('YAML that would be read otherwise than it looks', () => {
  it.each([
    '0123',
    '0x1F',
    '0o17',
    '1e3',
    '1.50',
    '.5',
    '+3',
    '-0',
    '.inf',
    '.nan',
    '12345678901234567890',
    '9007199254740993',
  ])('the number %s is refused at its place', async text => {
    const [issue, ...others] = await refused(`a: 1\nseed: ${text}\n`)
    expect(others).toEqual([])
    expect(issue).toMatchObject({ code: 'yaml.number', exit: 3, received: text, place: { line: 2, column: 7 } })
    expect(issue?.action).toBe(`Quote it: "${text}".`)
  })

  it('plain numbers, quoted digits and words that only look like other types are taken as written', () => {
    const text = 'a: 0\nb: -3\nc: 0.05\nd: "0123"\ne: no\nf: 2016-01-01\ng: 07:30\n2003: x\nh: 9007199254740991\n'
    const value = {
      a: 0,
      b: -3,
      c: 0.05,
      d: '0123',
      e: 'no',
      f: '2016-01-01',
      g: '07:30',
      2003: 'x',
      h: 9007199254740991,
    }
    expect(parseYaml(text, 'p.yaml').value).toEqual(value)
  })

  it.each([
    ['a: 1\nb: 2\na: 3\n', ['yaml.duplicate_key 3']],
    ['__proto__: 1\nx: {constructor: 2}\n', ['yaml.key 1', 'yaml.key 2']],
    ['true: 1\n? [1]\n: 2\n', ['yaml.key 1', 'yaml.key 2']],
    ['a: *x\n', ['yaml.feature 1']],
    ['a: &x [*x]\n', ['yaml.feature 1']],
    [`b: [&x 1, ${'*x,'.repeat(99)}]\n`, ['yaml.feature 1']],
    ['a: 1\n---\nb: 2\n', ['yaml.feature 2']],
    ['%YAML 1.1\n---\na: 1\n', ['yaml.feature 1']],
    ['a: !date 3\n', ['yaml.syntax 1']],
    ['a: [1\nb: "x\n', ['yaml.syntax 2', 'yaml.syntax 3']],
    ['a:\n\tb: 1\n', ['yaml.syntax 2']],
    ['', ['file.empty']],
    ['# only a remark\n', ['file.empty']],
  ])('%.40j is refused', async (text, expected) => {
    expect(brief(await refused(text))).toEqual(expected)
  })

  it('brackets nested far too deep are one problem and no crash', async () => {
    expect(brief(await refused('['.repeat(30_000)))).toEqual(['yaml.syntax 1'])
  })

  it('a few aliases are resolved', () => {
    expect(parseYaml('a: &x {n: 1}\nb: *x\n', 'p.yaml').value).toEqual({ a: { n: 1 }, b: { n: 1 } })
  })

  it('a byte order mark and CRLF change nothing; other encodings are refused', async () => {
    expect(readYaml(put('bom.yaml', '\uFEFFa: 1\r\nb: x\r\n')).value).toEqual({ a: 1, b: 'x' })
    const latin = put('latin.yaml', Buffer.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0x3a, 0x20, 0xe9, 0x0a]))
    expect(brief(await issuesOf(() => readYaml(latin)))).toEqual(['file.not_utf8 2'])
    expect(brief(await issuesOf(() => readYaml(`${folder}/none.yaml`)))).toEqual(['file.not_found'])
    expect(brief(await issuesOf(() => readYaml(folder)))).toEqual(['file.is_folder'])
  })

  it('any value survives as JSON in YAML, and every leaf is located on its own line', () => {
    const leaf = fc.oneof(fc.maxSafeInteger(), fc.string(), fc.boolean(), fc.constant(null))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}x$/), leaf), { minLength: 1 }), entries => {
        const object = Object.fromEntries(entries)
        const text = Object.entries(object)
          .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
          .join('')
        const document = parseYaml(text, 'p.yaml')
        expect(document.value).toEqual(object)
        for (const [index, key] of Object.keys(object).entries()) {
          expect(document.locate([key])).toMatchObject({ line: index + 1, column: key.length + 3, field: key })
          expect(document.locate([key], 'key')).toMatchObject({ line: index + 1, column: 1 })
        }
      }),
    )
  })
})

describe('a document against its schema', () => {
  const schema = z.strictObject({
    id: z.string(),
    arms: z.array(z.strictObject({ id: z.string(), title: z.string(), share: z.number().optional() })),
  })
  const check = ({ id }: { id?: string }) =>
    id === 'x' ? [{ path: ['id'], expected: 'another id', received: '"x"' }] : []

  it('gives the typed value', () => {
    const path = put('good.yaml', 'id: a\narms:\n  - id: control\n    title: None\n')
    expect(readDocument(path, schema, [check])).toEqual({ id: 'a', arms: [{ id: 'control', title: 'None' }] })
  })

  it('reports every problem of schema and checks at once, each at its place with a caret', async () => {
    const text = 'id: x\narms:\n  - id: control\n    titel: None\n  - id: 7\n    title: Call\n    share: "1"\n'
    const path = put('bad.yaml', text)
    const issues = await issuesOf(() => readDocument(path, schema, [check]))
    expect(issues.map(({ place }) => [place.field, place.line, place.column])).toEqual(
      expect.arrayContaining([
        ['arms.0.titel', 4, 5],
        ['arms.0.title', 3, 5],
        ['arms.1.id', 5, 9],
        ['arms.1.share', 7, 12],
        ['id', 1, 5],
      ]),
    )
    expect(issues).toHaveLength(5)
    const message = new TrialError(issues).message.replaceAll(`${folder}/`, '')
    expect(message).toContain(
      'bad.yaml:5:9 arms.1.id: expected a string, received 7.\n  5 |   - id: 7\n              ^',
    )
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('points at the first line for a file that is no table, and at the key for a value left blank', async () => {
    expect(brief(await issuesOf(() => readDocument(put('list.yaml', '- 1\n'), schema)))).toEqual(['document.invalid 1'])
    const [issue] = await issuesOf(() => readDocument(put('blank.yaml', 'arms: []\nid:\n'), schema))
    expect(issue?.place).toMatchObject({ line: 2, column: 1, field: 'id' })
  })
})
