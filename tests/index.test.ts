import { dirname, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const index = resolve('src/index.ts')
const program = ts.createProgram([index], {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  allowImportingTsExtensions: true,
  noEmit: true,
  noLib: true,
  types: [],
})
const checker = program.getTypeChecker()

const sourceOf = (path: string): ts.SourceFile => program.getSourceFile(path) as ts.SourceFile
const textOf = (node: ts.Node | undefined): string => (node as ts.StringLiteral | undefined)?.text ?? ''

describe('the public API', () => {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(sourceOf(index)) as ts.Symbol)

  /** The names that a statement exports: its own list, or all of that of a folder's index. */
  const namesOf = ({ exportClause, moduleSpecifier }: ts.ExportDeclaration): string[] => {
    if (exportClause !== undefined && ts.isNamedExports(exportClause)) {
      return exportClause.elements.map(({ name }) => name.text)
    }
    expect(textOf(moduleSpecifier)).toMatch(/\/index\.ts$/)
    const folder = checker.getSymbolAtLocation(moduleSpecifier as ts.Expression) as ts.Symbol
    return checker.getExportsOfModule(folder).map(({ name }) => name)
  }

  test('re-exports only, each name once, by name or by the list of a folder', () => {
    const statements = sourceOf(index).statements
    expect(statements.every(ts.isExportDeclaration)).toBe(true)
    const names = statements.filter(ts.isExportDeclaration).flatMap(namesOf)
    expect(new Set(names).size).toBe(names.length)
    expect(symbols.map(({ name }) => name).sort()).toEqual(names.sort())
  })

  test('every export says what it is in a doc comment', () => {
    const lacking = symbols.filter(symbol => {
      const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      return declared.getDocumentationComment(checker).length === 0
    })
    expect(lacking.map(({ name }) => name)).toEqual([])
  })

  test('holds every method that a plan can name', async () => {
    const api = await import('../src/index.ts')
    const exported: string[] = Object.values(api).flatMap(value =>
      typeof value === 'object' && 'id' in value ? [value.id] : [],
    )
    expect(api.methods.ids.filter(id => !exported.includes(id))).toEqual([])
  })

  test('importing it loads no chart engine and no DuckDB', () => {
    const packages = packagesLoadedBy(index)
    expect(packages).toContain('zod')
    expect(packages.filter(name => /^(vega|@duckdb|commander)/.test(name))).toEqual([])
  })

  test('its stages are there and work together', async () => {
    const { assessEligibility, allocate, chiSquaredUpperTail, methods, readProtocol, streamsOf, wilson } = await import(
      '../src/index.ts'
    )
    expect(readProtocol('trials/part-payment').arms.map(({ id }) => id)).toEqual(['pwc_first', 'nrp_first', 'control'])
    // Upper tail of chi-squared on 2 degrees of freedom is exp(-x / 2).
    expect(chiSquaredUpperTail(2.71, 2)).toBeCloseTo(Math.exp(-2.71 / 2), 14)
    // Wilson's interval for 0 of n is 0 to z² / (n + z²), with z = 1.959964 at 95%.
    const { lower, upper } = wilson({ events: 0, n: 100 }, 0.95)
    expect([lower, upper]).toEqual([0, expect.closeTo(1.959963984540054 ** 2 / (100 + 1.959963984540054 ** 2), 12)])
    expect(methods.ids).toContain('pearson-chi-squared')
    expect([assessEligibility, allocate, streamsOf].every(value => typeof value === 'function')).toBe(true)
  })
})

describe('planning by the public API', () => {
  test('gives what the commands give', async () => {
    const api = await import('../src/index.ts')
    const trial = await api.readTrial(api.findTrial('part-payment'))
    const sizing = api.sizingOf(trial, {})
    expect(sizing).toEqual(api.readSizing(trial))
    const power = api.powerOfTrial({ ...trial, sizing })
    // £25.74 a case, as the report's cost of £152,000 over 5,906 cases.
    expect(power.breakEven[0]?.costPerCase).toBeCloseTo(15_200_000 / 5906, 9)
    const boundaries = api.trialBoundaries(trial, { outcome: 'amount', looks: '2', effect: 'break-even' })
    expect(boundaries.effect.value).toBeCloseTo(power.breakEven[0]?.costPerCase ?? 0, 6)
    expect(api.tidyBoundaries(boundaries).split('\n')[0]).toContain('look,information,boundary')
    const [analysis] = trial.plan.analyses.filter(({ id }) => id === 'payers_difference')
    const asked = { scenario: 'null', replicates: 20, seed: '7', analyses: analysis && [analysis] } as const
    const simulation = await api.simulateTrial(trial, sizing, asked, { workers: 1 })
    expect(simulation.analyses.map(({ id }) => id)).toEqual(['payers_difference'])
    expect(simulation.analyses[0]?.parts[0]?.power?.replicates).toBe(20)
    const { registration, document } = await api.registerTrial(trial, 'runs/none', 'osf')
    expect(registration).toMatchObject({ form: 'osf', begun: null, power })
    expect(api.writeMarkdown(document)).toContain(trial.hashes.protocol)
  })
})

/** Packages that a module loads at once: what it and its modules import other than as types or on demand. */
function packagesLoadedBy(entry: string): string[] {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const statement of sourceOf(path).statements) {
      const specifier = loads(statement)
      if (specifier === undefined || specifier.startsWith('node:')) continue
      if (specifier.startsWith('.')) visit(resolve(dirname(path), specifier))
      else packages.add(specifier)
    }
  }
  visit(entry)
  expect(relative('.', [...seen][0] ?? '')).toBe('src/index.ts')
  return [...packages]
}

function loads(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement)) {
    return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      ? undefined
      : textOf(statement.moduleSpecifier)
  }
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return undefined
  return statement.moduleSpecifier && textOf(statement.moduleSpecifier)
}
