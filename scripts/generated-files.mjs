import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { referencePages } from './docs/reference-pages.mjs'
import { errorsPage } from './errors-page.mjs'

/**
 * The committed files that are generated: paths from the root of the repository, with their text. `folder` holds the
 * program that they are made from: `dist` with `.js`, or, in the tests, `src` with `.ts`.
 */
export async function generatedFiles(folder, extension) {
  const load = path => import(pathToFileURL(resolve(folder, `${path}${extension}`)).href)
  const { jsonSchemas } = await load('model/json-schemas')
  const schemas = Object.entries(jsonSchemas()).map(([name, schema]) => [
    `schemas/${name}.schema.json`,
    `${JSON.stringify(schema, null, 2)}\n`,
  ])
  return [
    ...schemas,
    ['docs/errors.md', errorsPage(await issueKinds(folder, extension))],
    ...(await referencePages(load, jsonSchemas())),
  ]
}

/** Every kind of issue that a folder of the program declares, in order of code. */
export async function issueKinds(folder, extension) {
  const files = readdirSync(folder, { recursive: true }).filter(path => /(^|[/\\])issues\.[jt]s$/.test(path))
  const found = []
  for (const file of files.filter(path => path.endsWith(extension)).sort()) {
    const declared = await import(pathToFileURL(resolve(join(folder, file))).href)
    for (const kind of Object.values(declared)) if (typeof kind.code === 'string') found.push(kind)
  }
  return found.sort((a, b) => (a.code < b.code ? -1 : 1))
}
