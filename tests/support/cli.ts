import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
  /** What `--json` printed. */
  json(): Json
}

/** Any JSON, as tests look into it. */
export type Json = Readonly<Record<string, unknown>>

export interface Where {
  cwd?: string
  /** Variables of the environment, beside those of the test. */
  env?: Readonly<Record<string, string>>
  /** Interrupts the process once, as Ctrl-C does, as soon as this holds. */
  interruptWhen?: () => boolean
}

/** Runs the built command line, which `npm test` builds first. */
export function equipoise(
  args: readonly string[],
  { cwd, env, interruptWhen = () => false }: Where = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const watch = setInterval(() => {
      if (!interruptWhen()) return
      clearInterval(watch)
      child.kill('SIGINT')
    }, 2)
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    child.on('error', error => {
      clearInterval(watch)
      reject(error)
    })
    child.on('close', exitCode => {
      clearInterval(watch)
      resolve({ exitCode, stdout, stderr, json: () => JSON.parse(stdout) as Json })
    })
  })
}

/** The same where the command must succeed: anything else fails the test with what it said. */
export async function succeed(args: readonly string[], where: Where = {}): Promise<Ended> {
  const ended = await equipoise(args, where)
  if (ended.exitCode !== 0) throw new Error(`equipoise ${args.join(' ')} ended with ${ended.exitCode}: ${ended.stderr}`)
  return ended
}

/** Path of the built program. */
export const program = main

/**
 * Runs the command line inside the test process, from its sources: for tables of many commands, at a tenth of the time.
 * One at a time, as it listens to what the process writes.
 */
export async function inProcess(args: readonly string[]): Promise<Ended> {
  const exitCode = process.exitCode
  const written = { stdout: '', stderr: '' }
  const listeners = (['stdout', 'stderr'] as const).map(stream =>
    vi.spyOn(process[stream], 'write').mockImplementation(text => {
      written[stream] += String(text)
      return true
    }),
  )
  try {
    process.exitCode = undefined
    await runCommandLine(args)
    const ended = Number(process.exitCode ?? 0)
    return { ...written, exitCode: ended, json: () => JSON.parse(written.stdout) as Json }
  } finally {
    for (const listener of listeners) listener.mockRestore()
    process.exitCode = exitCode
  }
}
