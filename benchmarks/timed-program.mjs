import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Seconds of waiting and of processor, and peak memory in megabytes, of a program from its start to its end, by GNU time. */
export function timedProgram(program, args, folder) {
  const figures = join(folder, 'figures')
  const child = spawnSync('/usr/bin/time', ['-o', figures, '-f', '%e %U %S %M', program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (child.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${child.status ?? child.error}`)
  const [wall, user, system, kilobytes] = readFileSync(figures, 'utf8').trim().split(' ').map(Number)
  return { wall, processor: user + system, megabytes: kilobytes / 1024 }
}

/** A new folder, which is gone when the process ends. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-benchmark-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Three rows of a table: waiting, processor and memory, the medians of each contestant's runs, ours first. */
export function comparedRows(title, contestants) {
  return [
    ['waiting', 'wall', ' s', 2],
    ['processor', 'processor', ' s', 2],
    ['peak memory', 'megabytes', ' MB', 0],
  ].map(([what, figure, unit, decimals]) => {
    const medians = contestants.map(runs => median(runs.map(run => run[figure])))
    const ratios = medians.slice(1).map(value => `${(value / medians[0]).toPrecision(2)}x`)
    return [`${title}, ${what}`, ...medians.map(value => `${value.toFixed(decimals)}${unit}`), ...ratios]
  })
}

export const machine = () =>
  `Node ${process.version}, ${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}`

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
