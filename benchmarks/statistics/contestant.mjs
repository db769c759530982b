import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A program that answers one task a line, kept running between tasks. */
export class Contestant {
  #process
  #lines

  constructor(title, command, args) {
    this.title = title
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** What it calls itself; `undefined` where it cannot run here. */
  async version() {
    const started = new Promise(resolve => this.#process.once('error', () => resolve({ done: true })))
    const { value, done } = await Promise.race([this.#lines.next(), started])
    return done ? undefined : value.trim()
  }

  async ask({ task, file, rows, draws }) {
    this.#process.stdin.write(`${task} ${file} ${rows} ${draws}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`${this.title} ended in ${task}`)
    const [seconds, ...answer] = value.trim().split(/\s+/).map(Number)
    return { seconds, answer, megabytes: this.#peakMegabytes() }
  }

  /** Peak resident memory since the start, where the system tells (Linux). */
  #peakMegabytes() {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8')
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024
    } catch {
      return Number.NaN
    }
  }

  close() {
    this.#process.stdin.end()
  }
}
