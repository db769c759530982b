import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  rewriteRelativeImportExtensions: true,
  verbatimModuleSyntax: true,
}

/** JavaScript of some folders of src, for a process without a TypeScript loader; returns the folder that it is in. */
export function compiledSources(target: string, parts: readonly string[]): string {
  for (const part of parts) {
    const names = readdirSync(resolve('src', part), { recursive: true, encoding: 'utf8' })
    for (const name of names.filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))) {
      const text = readFileSync(resolve('src', part, name), 'utf8')
      const path = join(target, part, name.replace(/\.ts$/, '.js'))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, ts.transpileModule(text, { compilerOptions }).outputText)
    }
  }
  cpSync(resolve('package.json'), join(target, 'package.json'))
  if (!existsSync(join(target, 'node_modules'))) symlinkSync(resolve('node_modules'), join(target, 'node_modules'))
  return target
}
