import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')

/** Folders of src that each folder may import, beside itself (design: who may import whom). */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  model: ['core'],
  numerics: ['core'],
  storage: ['core', 'model'],
  summaries: ['core', 'model', 'numerics', 'storage'],
  statistics: ['core', 'model', 'numerics', 'storage', 'summaries'],
  design: ['core', 'model', 'numerics', 'storage', 'summaries', 'statistics'],
  outcomes: ['core', 'model', 'numerics', 'storage', 'summaries', 'statistics'],
  economics: ['core', 'model', 'numerics', 'storage', 'summaries', 'statistics'],
  charts: ['core', 'model'],
  report: ['core', 'model'],
  pipeline: [
    ...['core', 'model', 'numerics', 'storage', 'summaries', 'statistics'],
    ...['design', 'outcomes', 'economics', 'charts', 'report'],
  ],
}
const top = ['cli', 'index.ts']

/** The one place that imports each third-party package. */
const homes: Readonly<Record<string, string>> = {
  seedrandom: 'core/random.ts',
  'pure-rand': 'core/simulation-random.ts',
  zod: 'model',
  yaml: 'storage',
  '@duckdb/node-api': 'storage',
  '@clickhouse/client': 'storage/engines',
  libsql: 'storage',
  pg: 'storage',
  'age-encryption': 'storage/age',
  jstat: 'numerics/second-opinion.ts',
  'simple-statistics': 'numerics/describe.ts',
  vega: 'charts',
  'vega-lite': 'charts',
  '@resvg/resvg-js': 'charts/render/render-png.ts',
  fflate: 'report/writers/zip.ts',
  piscina: 'pipeline',
  commander: 'cli',
}

interface Import {
  from: string
  specifier: string
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => name.replaceAll('\\', '/'))
  .sort()

const importPattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  return [...text.matchAll(importPattern)].map(match => ({ from: file, specifier: match[1] ?? match[2] ?? '' }))
}

const imports = files.flatMap(importsOf)
const own = imports.filter(({ specifier }) => specifier.startsWith('.'))
const foreign = imports.filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))

const targetOf = ({ from, specifier }: Import): string =>
  relative(src, resolve(src, dirname(from), specifier)).replaceAll('\\', '/')
const folderOf = (file: string): string => file.split('/')[0] ?? ''

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('the house', () => {
  it('reads every file and finds their imports', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(own.length).toBeGreaterThan(500)
  })

  it('has no folder that the rules do not know', () => {
    const folders = new Set(files.map(folderOf))
    expect([...folders].filter(folder => !top.includes(folder) && mayImport[folder] === undefined)).toEqual([])
  })

  it('lets each folder import only those below it', () => {
    const wrong = own
      .map(each => ({ ...each, target: targetOf(each) }))
      .filter(({ from, target }) => {
        const [folder, imported] = [folderOf(from), folderOf(target)]
        return !top.includes(folder) && folder !== imported && !(mayImport[folder] ?? []).includes(imported)
      })
      .map(({ from, target }) => `${from} -> ${target}`)
    expect(wrong).toEqual([])
  })

  it('imports each third-party package in its one home', () => {
    const wrong = foreign
      .filter(({ from, specifier }) => {
        const home = homes[packageOf(specifier)]
        return home === undefined || (from !== home && !from.startsWith(`${home}/`))
      })
      .map(({ from, specifier }) => `${from} -> ${specifier}`)
    expect(wrong).toEqual([])
  })

  it('uses every package that it depends on, and pins it exactly', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const used = new Set(foreign.map(({ specifier }) => packageOf(specifier)))
    expect(Object.keys(manifest.dependencies ?? {}).filter(name => !used.has(name))).toEqual([])
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter(version => !/^\d/.test(version))).toEqual([])
  })

  it('has no import cycle', () => {
    const next = new Map(files.map(file => [file, own.filter(({ from }) => from === file).map(targetOf)]))
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const target of next.get(file) ?? []) visit(target, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  it('registers every method, chart and command that has a file', () => {
    const texts = new Map(files.map(file => [file, readFileSync(join(src, file), 'utf8')]))
    const registered = (registry: string, declares: RegExp, folder: string): string[] =>
      [...texts]
        .filter(([file, text]) => file.startsWith(folder) && file !== registry && declares.test(text))
        .map(([file]) => file)
        .filter(file => !own.some(each => each.from === registry && targetOf(each) === file))
    const methods = registered('statistics/registry.ts', /= defineMethod\(/, 'statistics/')
    const charts = registered('charts/registry.ts', /: ChartKind<'/, 'charts/')
    const commands = registered('cli/commands/index.ts', /= defineCommand[<(]/, 'cli/commands/')
    expect([...methods, ...charts, ...commands]).toEqual([])
    expect(files.filter(file => file.startsWith('cli/commands/')).length).toBeGreaterThan(10)
  })

  it('keeps files small', () => {
    const lengths = files
      .filter(file => file !== 'charts/text-widths.ts')
      .map(file => readFileSync(join(src, file), 'utf8').split('\n').length)
      .sort((a, b) => a - b)
    expect(lengths.at(-1)).toBeLessThanOrEqual(400)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(110)
  })

  it('names no machine path and no shared folder', () => {
    const named = files.filter(file =>
      /\.\.\/shared|\/work\/|\/root\/|\/tmp\//.test(readFileSync(join(src, file), 'utf8')),
    )
    expect(named).toEqual([])
  })

  it('takes no upper tail as 1 - cdf', () => {
    const wrong = files
      .filter(file => file !== 'numerics/second-opinion.ts')
      .filter(file => /\b1 - \w*[cC]df\(/.test(readFileSync(join(src, file), 'utf8')))
    expect(wrong).toEqual([])
  })
})
