import { readFileSync } from 'node:fs'
import { chartsPage } from './charts-page.mjs'
import { commandsPage } from './commands-page.mjs'
import { methodDefinitions } from './method-definitions.mjs'
import { methodsPage } from './methods-page.mjs'
import { schemaPage } from './schema-page.mjs'
import { validationPage } from './validation-page.mjs'

/** What each file is beside the words of its schema. */
const files = {
  protocol: 'With examples it is told in [trial files](../trial-files.md).',
  plan: 'With examples it is told in [trial files](../trial-files.md); the methods that it can name are in [methods](methods.md).',
  sizing: 'What `power` and `simulate` make of it is told in [power](../power.md).',
  synthetic: 'With examples it is told in [trial files](../trial-files.md).',
}

/** The pages that are made from the program, as paths with their text. `load` imports a module of it. */
export async function referencePages(load, schemas) {
  const [{ commands }, { methods }, { fullReference }, charts] = await Promise.all(
    ['cli/commands/index', 'statistics/registry', 'statistics/references', 'charts/registry'].map(load),
  )
  const definitions = methodDefinitions(methods)
  return [
    ['docs/reference/commands.md', commandsPage(commands)],
    ...Object.entries(files).map(([name, more]) => [
      `docs/reference/${name}.md`,
      schemaPage(`${name}.yaml`, schemas[name], more),
    ]),
    ['docs/reference/methods.md', methodsPage(definitions, { fullReference, summaries: summaryKinds() })],
    ['docs/reference/charts.md', chartsPage(charts)],
    ['docs/validation.md', validationPage(definitions)],
  ]
}

/** The kinds of summary with what each holds, from the comments of their types. */
function summaryKinds() {
  const text = readFileSync('src/model/summary.ts', 'utf8')
  const [, names = ''] = /export interface SummaryByKind \{([\s\S]*?)\}/.exec(text) ?? []
  return [...names.matchAll(/(\w+): (\w+)/g)].map(([, kind, type]) => {
    const at = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export (?:interface|type) ${type}\\b`).exec(text)
    return [kind, (at?.[1] ?? '').replace(/\s*\n?\s*\*\s+/g, ' ').trim()]
  })
}
