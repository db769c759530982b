import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { figuresVariable } from './figures.ts'

/** Prints in one line, the last, what all reliability tests measured. */
export default function setup(): () => void {
  const path = join(tmpdir(), `equipoise-figures-${process.pid}.txt`)
  writeFileSync(path, '')
  process.env[figuresVariable] = path
  return () => {
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    rmSync(path)
    process.stdout.write(`\nreliability: ${lines.join('; ')}\n`)
  }
}
