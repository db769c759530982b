import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { exitCodes, type IssueKind } from '../../src/core/errors.ts'
import { type JsonSchema, schemaProblems, undescribed } from './json-schema.ts'

interface Generators {
  generatedFiles(folder: string, extension: string): Promise<[path: string, text: string][]>
  issueKinds(folder: string, extension: string): Promise<IssueKind<unknown[]>[]>
}

const generators = (await import(pathToFileURL(resolve('scripts/generated-files.mjs')).href)) as Generators
const files = new Map(await generators.generatedFiles('src', '.ts'))
const kinds = await generators.issueKinds('src', '.ts')

describe('generated files', () => {
  test.each([...files])('%s is current: npm run build && npm run generate', (path, text) => {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text)
  })

  test('there is no other page of reference', () => {
    const named = [...files.keys()].filter(path => path.startsWith('docs/reference/')).map(path => path.slice(15))
    expect(readdirSync('docs/reference').sort()).toEqual(named.sort())
  })

  test('there is no other schema', () => {
    const named = [...files.keys()].filter(path => path.startsWith('schemas/')).map(path => path.slice(8))
    expect(readdirSync('schemas').sort()).toEqual(named.sort())
  })
})

describe('schemas', () => {
  const trialFiles = ['protocol', 'plan', 'published', 'synthetic']
  const schemaOf = (name: string) => JSON.parse(files.get(`schemas/${name}.schema.json`) ?? '') as JsonSchema
  const trials = readdirSync('trials')

  test.each([...trialFiles, 'benchmark', 'exploration', 'redcap-coding', 'audit'])(
    'every field of %s is described',
    name => {
      expect(undescribed(schemaOf(name))).toEqual([])
    },
  )

  test.each(trialFiles)('%s.yaml of every trial follows its schema and names it', name => {
    for (const trial of trials) {
      const path = join('trials', trial, `${name}.yaml`)
      if (!existsSync(path)) continue
      const text = readFileSync(path, 'utf8')
      const read: { kind?: string } = parse(text)
      const schema = read.kind === 'benchmark' ? 'benchmark' : name
      expect(schemaProblems(schemaOf(schema), read), path).toEqual([])
      expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=../../schemas/${schema}.schema.json`)
    }
  })

  test('every audit file follows its schema and names it', () => {
    for (const name of readdirSync('audits')) {
      const text = readFileSync(join('audits', name), 'utf8')
      expect(schemaProblems(schemaOf('audit'), parse(text)), name).toEqual([])
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/audit.schema.json')
    }
  })

  test('every segmentation follows its schema and names it', () => {
    for (const name of readdirSync('segmentations')) {
      const text = readFileSync(join('segmentations', name), 'utf8')
      expect(schemaProblems(schemaOf('segmentation'), parse(text)), name).toEqual([])
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/segmentation.schema.json')
    }
  })

  test('the rules of a protocol are one recursive definition', () => {
    const schema = schemaOf('protocol')
    expect(Object.keys(schema.$defs as object)).toEqual(['Condition'])
    const rule = { $ref: '#/$defs/Condition', $defs: schema.$defs }
    const deep = { all: [{ not: { field: 'arrears', is: null } }, { linked: { through: 'nrp', none: { any: [] } } }] }
    expect(schemaProblems(rule, { not: { field: 'arrears', is: null } })).toEqual([])
    expect(schemaProblems(rule, deep)[0]).toContain('no alternative holds')
    expect(schemaProblems(rule, { field: 'arrears', equals: 1 })).toHaveLength(1)
  })
})

describe('issues', () => {
  test('no two kinds share a code', () => {
    const codes = kinds.map(({ code }) => code)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  test('codes are area.problem, and meanings are sentences', () => {
    for (const { code, meaning } of kinds) {
      expect(code).toMatch(/^[a-z_]+\.[a-z][a-z0-9_]+$/)
      expect(meaning, code).toMatch(/^[A-Z].*\.$/)
    }
  })

  test('every code is reached by some test', () => {
    const sources = readdirSync('tests', { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))
    const tests = sources.map(path => readFileSync(join('tests', path), 'utf8')).join('\n')
    expect(kinds.map(({ code }) => code).filter(code => !tests.includes(code))).toEqual([])
  })

  test('every exit code is explained', () => {
    for (const exit of Object.values(exitCodes)) expect(files.get('docs/errors.md')).toContain(`| ${exit} | `)
  })
})
