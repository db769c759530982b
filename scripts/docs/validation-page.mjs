import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedNote, table } from './markdown.mjs'

const oracles = 'tests/oracles'
const scripts = ['.R', '.py']

/** The text of docs/validation.md: which method is held to which independent source, as the tests say. */
export function validationPage(definitions) {
  const sources = oracleFiles()
  const tests = testFiles(sources)
  const rows = definitions.map(({ method, file }) => rowOf(method, file, tests))
  const held = rows.filter(({ oracleNames }) => oracleNames.length > 0)
  const others = rows.filter(({ oracleNames }) => oracleNames.length === 0)
  return `# Statistical validation

${generatedNote('the tests of the methods and the sources that they read')}

No method here is its own witness. Each is held to numbers that another program made: R and its packages, SciPy, NIST's certified
values, or Python in exact fractions and in as many digits as it takes. The scripts that made them, and what they printed, are in
\`tests/oracles\`; the tests that compare run with every change. Below, *within* are the tolerances that a test allows: relative differences
mostly, the widest last. A wide one stands where the other program is known to be less exact, and the test says so at that place.

Agreement with a program says that a formula was computed as it is elsewhere. It does not say that the formula suits your data. How
often each interval holds the truth, and each test errs, over trials drawn from known populations is in [guarantees](guarantees.md#what-holds-in-distribution);
the accuracy of the distributions themselves is in [numerics](numerics.md); which mistakes in the code the tests would miss is in
[mutation](mutation.md).

## Methods and their sources

The table is found by reading the tests: those that name a method and read a source. What each compares is in its file.

${table(
  ['method', 'held to', 'within', 'in'],
  held.map(({ id, oracleNames, tolerances, files }) => [
    `[\`${id}\`](reference/methods.md#${id})`,
    oracleNames.map(name => `[${name}](#${anchorOfSource(name)})`).join(', '),
    tolerances,
    files.map(file => `\`${file.replace('tests/', '')}\``).join(', '),
  ]),
)}
${
  others.length === 0
    ? ''
    : `
## Methods held to their definition

These share the parts of others above, and are held to identities with them, to their definition written out in the test, or to drawn
populations.

${table(
  ['method', 'in'],
  others.map(({ id, files }) => [
    `[\`${id}\`](reference/methods.md#${id})`,
    files.map(file => `\`${file.replace('tests/', '')}\``).join(', '),
  ]),
)}
`
}
## The sources

${sources.map(({ name, says }) => `### ${name}\n\n${says}\n`).join('\n')}`
}

const anchorOfSource = name => name.replace(/[^\w-]/g, '')

/** The files of independent numbers, by name, each with what it says of where it comes from. */
function oracleFiles() {
  const paths = readdirSync(oracles, { recursive: true, encoding: 'utf8' }).map(path => path.replaceAll('\\', '/'))
  const found = paths.filter(path => path.endsWith('.json')).sort()
  return found.map(path => ({ path, name: path.replace('.json', ''), says: originOf(path) }))
}

function originOf(path) {
  const head = readFileSync(join(oracles, path), 'utf8').slice(0, 2000)
  const stated = /"(?:origin|generator|made|note)":\s*"((?:[^"\\]|\\.)*)"/.exec(head)?.[1]
  const script = scripts
    .map(extension => path.replace('.json', extension))
    .find(each => existsSync(join(oracles, each)))
  const parts = [
    ...(stated === undefined ? [] : [`Made by: ${stated.trim().replaceAll('<', '\\<')}.`]),
    ...(script === undefined ? [] : [`Script: \`${oracles}/${script}\`.`, scriptComment(join(oracles, script))]),
  ]
  return parts.filter(text => text !== '').join(' ')
}

/** What the first lines of a script say of it. */
function scriptComment(path) {
  const text = readFileSync(path, 'utf8')
  const comment = path.endsWith('.py')
    ? (/^"""([\s\S]*?)"""/.exec(text)?.[1] ?? '')
    : (/^((?:#.*\n)+)/.exec(text)?.[1] ?? '').replace(/^# ?/gm, '')
  const sentences = comment
    .replace(/\s+/g, ' ')
    .replace(/\bRun(?: with)?: .*$/, '')
    .replace(/: (?:Rscript|python3) .*$/, '.')
    .trim()
  return sentences.replaceAll('<', '\\<').replaceAll('*', '\\*')
}

/** Every test of methods with the sources it reads, itself or by the modules of tests that it imports. */
function testFiles(sources) {
  const paths = ['tests/statistics', 'tests/acceptance'].flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(path => `${folder}/${path.replaceAll('\\', '/')}`),
  )
  return paths
    .filter(path => path.endsWith('.test.ts') && !path.endsWith('/conformance.test.ts'))
    .sort()
    .map(path => {
      const own = readFileSync(path, 'utf8')
      const { text, names } = withImported(path, own)
      return { path, text, oracleNames: [...new Set(names.flatMap(name => sourceCalled(name, sources)))] }
    })
}

/** Tests of statistics call a source by its name alone where it is theirs, else with its folder. */
function sourceCalled(name, sources) {
  const found = sources.find(({ path }) => path === name) ?? sources.find(({ path }) => path === `statistics/${name}`)
  return found === undefined ? [] : [found.name]
}

const namedIn = text => [...text.matchAll(/\b((?:[\w-]+\/)?[\w-]+\.json)['`]/g)].map(([, name]) => name)

/** The text of a test with that of the modules of tests it imports, and the sources named in them: of a module that has a constant for each source, those imported. */
function withImported(path, text) {
  const imports = [...text.matchAll(/import (?:type )?\{([^}]*)\} from '(\.[^']*)'/g)]
  const parts = imports.flatMap(([, imported, specifier]) => {
    const file = join(dirname(path), specifier)
    if (!file.startsWith('tests/') || file.startsWith('tests/support/')) return []
    const inner = readFileSync(file, 'utf8')
    const constants = new Map(
      [...inner.matchAll(/export const (\w+) = oracle[\s\S]*?\('([\w-]+\.json)'\)/g)].map(([, name, json]) => [
        name,
        json,
      ]),
    )
    if (constants.size === 0) return [withImported(file, inner)]
    return [{ text: '', names: imported.split(',').flatMap(name => constants.get(name.trim()) ?? []) }]
  })
  return {
    text: [text, ...parts.map(part => part.text)].join('\n'),
    names: [...namedIn(text), ...parts.flatMap(part => part.names)],
  }
}

function rowOf({ id }, file, tests) {
  const name = new RegExp(`\\b${camelCase(id)}\\b|'${id}'`)
  const mentioning = tests.filter(({ text }) => name.test(text))
  const reading = mentioning.filter(({ oracleNames }) => oracleNames.length > 0)
  const near = reading.filter(({ path }) => path.startsWith(`tests/statistics/${dirname(file)}/`))
  const far = near.length > 0 ? reading.filter(({ path }) => path.startsWith('tests/acceptance/')) : reading
  const comparing = [...near, ...far]
  const used = comparing.length > 0 ? comparing : mentioning
  return {
    id,
    files: used.map(({ path }) => path),
    oracleNames: [...new Set(comparing.flatMap(({ oracleNames }) => oracleNames))],
    tolerances: tolerancesOf(comparing.map(({ text }) => text).join('\n')),
  }
}

const camelCase = id => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())

/** The tightest and the widest tolerance that stand in a text, as powers of ten or small multiples of one. */
function tolerancesOf(text) {
  const found = [...text.matchAll(/\b(\de-\d+)\b/g)]
    .map(([, value]) => value)
    .filter(value => Number(value) >= 1e-16 && Number(value) < 1e-1)
  const sorted = [...new Set(found)].sort((a, b) => Number(a) - Number(b))
  if (sorted.length === 0) return 'the digits given'
  return sorted.length === 1 ? sorted[0] : `${sorted[0]} to ${sorted.at(-1)}`
}
