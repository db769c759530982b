import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { needsCommand, needsRPackage } from '../support/needs.ts'

// Our numbers are held to the stored values to 1e-6. A tenth of that is left to another version of R and its packages, whose root searches
// stop at 1e-9 and less, so that values that a script no longer gives are found. Quasi-Monte Carlo is seeded.
const tolerance = 1e-7
/**
 * sequential.R takes 97 seconds of a processor, sequential-arms.R 24, power.R 19, balance.R less than one; the machine may be slow, and busy.
 * One runs after the other, so that they take no more of it than any other file of tests.
 */
const timeLimit = 900_000

const folder = new URL('../oracles/design/', import.meta.url)
const stored = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const run = promisify(execFile)

async function madeAnew(name: string): Promise<unknown> {
  const script = fileURLToPath(new URL(`${name}.R`, folder))
  const { stdout } = await run('Rscript', [script], { maxBuffer: 64e6 })
  return JSON.parse(stdout)
}

/** Values of two documents that differ, by path, and how many were compared; which R made them is no value. */
function compare(one: unknown, other: unknown, path = ''): { compared: number; differing: string[] } {
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
      key => path !== '' || (key !== 'origin' && key !== 'made'),
    )
    const parts = keys.map(key => compare(Reflect.get(one, key), Reflect.get(other, key), `${path}/${key}`))
    return {
      compared: parts.reduce((sum, part) => sum + part.compared, 0),
      differing: parts.flatMap(({ differing }) => differing),
    }
  }
  const isSame =
    typeof one === 'number' && typeof other === 'number'
      ? Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other))
      : one === other
  return { compared: 1, differing: isSame ? [] : [`${path}: ${one}, stored ${other}`] }
}

describe('stored reference values are what R gives here', () => {
  const scripts = [
    { name: 'balance', packages: [], values: 1400 },
    { name: 'power', packages: ['pwr', 'mvtnorm'], values: 200 },
    { name: 'sequential-arms', packages: ['mvtnorm'], values: 200 },
    { name: 'sequential', packages: ['rpact', 'mvtnorm'], values: 5000 },
  ]

  it('of every script', () => {
    const files = readdirSync(folder).filter(file => file.endsWith('.R'))
    expect(scripts.map(({ name }) => `${name}.R`)).toEqual(files.sort())
  })

  const hasR = needsCommand('Rscript')
  for (const { name, packages, values } of scripts) {
    const isHere = hasR && packages.every(needsRPackage)
    it.runIf(isHere)(
      `${name}.R${packages.length === 0 ? '' : `, with ${packages.join(' and ')}`}`,
      async () => {
        const { compared, differing } = compare(await madeAnew(name), stored(name))
        expect(differing).toEqual([])
        expect(compared).toBeGreaterThan(values)
      },
      timeLimit,
    )
  }
})
