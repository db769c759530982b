// Wall time and peak memory of whole commands, as a person waits for them: each is run in turn, several rounds, and the
// median is printed. Run it on a quiet machine after `npm run build`: node benchmarks/commands.mjs [rounds]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 5)
const command = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'equipoise-benchmark-'))
const probe = join(folder, 'probe.mjs')
const run = join(folder, 'run')
const caseload = join(folder, 'caseload.csv')

/** Prints the peak memory of the process that it is loaded into, on the file descriptor 3. */
const probeText = `import { writeSync } from 'node:fs'
process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))`

function once(args) {
  const started = process.hrtime.bigint()
  const child = spawnSync(process.execPath, ['--import', probe, command, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6
  if (child.status !== 0) throw new Error(`equipoise ${args.join(' ')} ended with ${child.status}`)
  return { milliseconds, megabytes: Number(child.output[3]) / 1024 }
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

writeFileSync(probe, probeText)
try {
  once(['reconstruct', 'part-payment', '--out', run])
  const measured = [
    ['--help'],
    ['reproduce', 'part-payment', '--out', join(folder, 'page')],
    ['reproduce', 'part-payment', '--run', run],
    ['analyse', 'part-payment', '--run', run],
    ['verify', 'part-payment', '--run', run],
    ['generate', 'part-payment', '--cases', '200000', '--seed', '7', '--out', caseload],
    ['check', 'part-payment'],
  ]
  const results = measured.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, args] of measured.entries()) results[at].push(once(args))
  }
  console.log(`Node ${process.version}, ${rounds} rounds in turn, medians`)
  for (const [at, args] of measured.entries()) {
    const time = median(results[at].map(({ milliseconds }) => milliseconds))
    const memory = median(results[at].map(({ megabytes }) => megabytes))
    const shown = args.map(arg => arg.replace(`${folder}/`, '')).join(' ')
    console.log(`${time.toFixed(0).padStart(6)} ms ${memory.toFixed(0).padStart(5)} MB  equipoise ${shown}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
