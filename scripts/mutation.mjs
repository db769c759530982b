// Mutation testing, a part of src at a time: changes the code in small ways and sees whether the folder's own tests notice.
//   node scripts/mutation.mjs economics
//   node scripts/mutation.mjs statistics/clusters --tests statistics/clusters --tests statistics/cluster-robust.test.ts
// --without leaves out tests by a part of their name: those of many draws, which counting every step makes too slow.
// Works in a copy in the folder for temporary files, where it installs Stryker, and keeps what it learnt for the next run.
// The score goes into docs/mutation.md with the day of the run; the survivors are printed, to be read.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeRows } from './marked-table.mjs'

const stryker = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1']
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tests: { type: 'string', multiple: true },
    without: { type: 'string', multiple: true, default: [] },
    concurrency: { type: 'string', default: '2' },
  },
})
const [subject] = positionals
if (subject === undefined || !existsSync(join('src', subject.replace('*.ts', '')))) {
  console.error(
    'usage: node scripts/mutation.mjs <folder, folder/*.ts or file of src> [--tests <folder or file of tests>]... [--without <words>]... [--concurrency N]',
  )
  process.exit(2)
}
/** Keeps what it has computed, so that a mutant of it would live on in its thread: measured alone, in new threads. */
const withMemory = 'numerics/gauss-legendre.ts'
const name = subject.replaceAll('/', '-').replace('*.ts', 'files')
const home = join(tmpdir(), 'equipoise-mutation')
const [copy, reports] = [join(home, 'main'), join(home, 'reports')]
const run = (command, args) => execFileSync(command, args, { cwd: copy, stdio: 'inherit' })

/**
 * Keeps the thread, with its modules loaded, from one mutant to the next: started once and never stopped, it has the
 * names of the tests to run (in what 'start' brings) with each 'run'.
 */
const keptThreads = `const idle = []
const { start, send } = ThreadsPoolWorker.prototype
ThreadsPoolWorker.prototype.start = function () {
  this._thread ??= idle.pop()
  return start.call(this)
}
ThreadsPoolWorker.prototype.send = function (message) {
  const thread = this._thread
  const answer = type => setImmediate(() => thread.emit('message', { __vitest_worker_response__: true, type }))
  if (message.type === 'stop') return answer('stopped')
  if (message.type === 'run') message.context.config = this.config
  if (message.type === 'start') {
    this.config = message.context.config
    if (thread.wasStarted) return answer('started')
    thread.wasStarted = true
  }
  return send.call(this, message)
}
ThreadsPoolWorker.prototype.stop = async function () {
  for (const event of ['message', 'error', 'exit']) this._thread.removeAllListeners(event)
  this._thread.stdout.unpipe(this.stdout)
  this._thread.stderr.unpipe(this.stderr)
  idle.push(this._thread)
  this._thread = undefined
}

`

/**
 * Runs before each file of tests: the mutant of the file before is not to be active while the tests are collected, and
 * properties are tried on the first 20 of their 100 cases.
 */
const setupFile = `import fc from 'fast-check'
import { beforeEach } from 'vitest'

globalThis.__stryker__.activeMutant = undefined
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 20 })
const without = ${JSON.stringify(values.without)}
beforeEach(({ task, skip }) => {
  const name = \`\${task.suite?.name} \${task.name}\`
  if (without.some(words => name.includes(words))) skip()
})
`

prepareCopy()
writeFileSync(join(copy, 'stryker.config.json'), JSON.stringify(strykerConfig(), null, 2))
writeFileSync(join(copy, 'vitest.mutation.config.ts'), vitestConfig())
writeFileSync(join(copy, 'mutation-setup.ts'), setupFile)
run('npx', ['stryker', 'run'])
record(JSON.parse(readFileSync(join(reports, `${name}.json`), 'utf8')))

/** The committed and changed files of the working tree; node_modules of the copy are kept from run to run. */
function prepareCopy() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  for (const part of ['src', 'tests', 'trials', 'schemas', 'docs'])
    rmSync(join(copy, part), { recursive: true, force: true })
  for (const file of listed.trim().split('\n').filter(existsSync)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(file, join(copy, file))
  }
  const [shared, link] = [resolve('../shared'), join(home, 'shared')]
  if (existsSync(shared) && !existsSync(link)) symlinkSync(shared, link)
  if (existsSync(join(copy, 'node_modules/@stryker-mutator'))) return
  run('npm', ['ci', '--ignore-scripts'])
  run('npm', ['install', '--no-save', '--ignore-scripts', ...stryker])
}

function strykerConfig() {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: [
      subject.endsWith('.ts') ? `src/${subject}` : `src/${subject}/**/*.ts`,
      '!src/**/index.ts',
      '!src/**/*constants.ts',
      '!src/**/references.ts',
      '!src/**/issues.ts',
      ...(subject === withMemory ? [] : [`!src/${withMemory}`]),
    ],
    // The words of messages and titles are not what these tests are for.
    mutator: { excludedMutations: ['StringLiteral'] },
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // Code that runs once while a module loads would need the whole suite for each mutant.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: join(reports, `${name}-incremental.json`),
    concurrency: Number(values.concurrency),
    dryRunTimeoutMinutes: 20,
    timeoutMS: 8_000,
    reporters: ['json', 'clear-text', 'progress-append-only'],
    jsonReporter: { fileName: join(reports, `${name}.json`) },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  }
}

/** Quick files of tests come first, since the first failure ends the run of a mutant. */
function vitestConfig() {
  const globOf = tests => (tests.endsWith('.ts') ? `tests/${tests}` : `tests/${tests}/**/*.test.ts`)
  const include = JSON.stringify((values.tests ?? [subject]).map(globOf))
  return `import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, ThreadsPoolWorker } from 'vitest/node'

class QuickFirst extends BaseSequencer {
  async sort(files) {
    const { cache, config } = this.ctx
    const took = ({ project, moduleId }) =>
      cache.getFileTestResults(\`\${project.name}:\${relative(config.root, moduleId)}\`)?.duration ?? 0
    return [...files].sort((a, b) => took(a) - took(b))
  }
}

${subject === withMemory ? '' : keptThreads}// Statements are counted in the first run, which has no mutant: it says which tests reach which.
const countOnce = {
  name: 'count-once',
  transform: code => code.replace('function cover() {', 'function cover() { if (ns.activeMutant !== undefined) return;'),
}

export default defineConfig({
  plugins: [countOnce],
  test: {
    include: ${include},
    setupFiles: ['tests/support/properties.ts', 'mutation-setup.ts'],
    testTimeout: 60_000,
    isolate: false,
    sequence: { sequencer: QuickFirst },
  },
})
`
}

/** Killed and timed out count as found; mutants that do not run at all are left out. */
function record({ files }) {
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status))
  const count = (...wanted) => states.filter(status => wanted.includes(status)).length
  const found = count('Killed', 'Timeout')
  const missed = count('Survived', 'NoCoverage')
  const score = (100 * found) / (found + missed)
  const day = new Date().toISOString().slice(0, 10)
  writeRows('docs/mutation.md', [
    [`\`${subject}\``, `${found + missed}`, `${found}`, `${missed}`, `${score.toFixed(1)} %`, day],
  ])
  console.log(`${subject}: ${score.toFixed(1)} % of ${found + missed} mutants found`)
}
