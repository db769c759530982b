import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { hashJson } from '../../../src/core/hash.ts'
import type { Sizing } from '../../../src/model/sizing.ts'
import {
  mergeParts,
  type SimulationAsked,
  simulatePart,
  simulateTrial,
} from '../../../src/pipeline/simulation/index.ts'
import { rangeOf } from '../../../src/pipeline/simulation/part-file.ts'
import { readSizing, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { scratch } from '../../support/folders.ts'
import { partPayment } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

let trial: Trial
let sizing: Sizing
beforeAll(async () => {
  // Few cases, so that some replicates have no answer, or an interval without end.
  const whole = await readTrial(partPayment)
  const targets = { '1993': { pwc_first: 40, nrp_first: 40, control: 40 } }
  const allocation = { ...whole.protocol.allocation, targets }
  trial = { ...whole, protocol: { ...whole.protocol, allocation } } as Trial
  sizing = readSizing(whole)
})

const simulated = ['payers_ratio', 'payers_test', 'amount_difference_in_two_parts']
const asked = (changes: Partial<SimulationAsked> = {}): SimulationAsked => ({
  ...{ scenario: 'model', replicates: 101, seed: 'parts' },
  analyses: trial.plan.analyses.filter(({ id }) => simulated.includes(id)),
  ...changes,
})

/** Runs all parts into a folder of their own, and gives their files. */
async function partsIn(name: string, parts: number, changes: Partial<SimulationAsked> = {}): Promise<string[]> {
  const files: string[] = []
  for (let part = 1; part <= parts; part += 1) {
    const out = join(folder, name, `${part}.json`)
    await simulatePart(trial, sizing, asked(changes), { part, parts, out })
    files.push(out)
  }
  return files
}

type Part = Record<string, unknown>
const read = (file: string): Part => JSON.parse(readFileSync(file, 'utf8')) as Part

/** A copy of a part with something changed and, unless it is to be found out, the hash of what it then holds. */
function changed(file: string, name: string, change: (part: Part) => Part, rehash = true): string {
  const { sha256, ...content } = change(read(file))
  const path = join(folder, name)
  writeFileSync(path, canonicalJson({ ...content, sha256: rehash ? hashJson(content) : sha256 }))
  return path
}

describe('the chunks of a simulation', () => {
  it('have each replicate once, in their order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 300 }), (replicates, some) => {
        const parts = Math.min(some, replicates)
        let next = 0
        for (let part = 1; part <= parts; part += 1) {
          const { from, to } = rangeOf(replicates, { part, parts })
          expect(from).toBe(next)
          expect([Math.floor(replicates / parts), Math.ceil(replicates / parts)]).toContain(to - from)
          next = to
        }
        expect(next).toBe(replicates)
      }),
    )
  })
})

describe('parts of a simulation', () => {
  it.each([1, 2, 7, 101])('are together what the whole is, to the last bit: %i of them', async parts => {
    const files = await partsIn(`of-${parts}`, parts)
    const whole = JSON.stringify(await simulateTrial(trial, sizing, asked()))
    expect(JSON.stringify(await mergeParts(trial, sizing, files))).toBe(whole)
    expect(JSON.stringify(await mergeParts(trial, sizing, files.toReversed()))).toBe(whole)
    // The whole has what is hard to keep: replicates without an answer, for several reasons of one analysis.
    expect(whole).toMatch(/"failures":\{"\w+":\d+,"\w+":\d+/)
  })

  it('hold what is infinite and what is lacking as what it is', async () => {
    const [file = ''] = await partsIn('infinite', 1)
    expect(readFileSync(file, 'utf8')).toMatch(
      /"analysis payers_ratio [^\]]*(null[^\]]*"Infinity"|"Infinity"[^\]]*null)/,
    )
  })

  it('keep the scenario and the analyses', async () => {
    for (const changes of [{ scenario: 'null' }, { scenario: 'worth', analyses: undefined }] as const) {
      const files = await partsIn(`kept-${changes.scenario}`, 2, changes)
      const whole = await simulateTrial(trial, sizing, asked(changes))
      expect(JSON.stringify(await mergeParts(trial, sizing, files))).toBe(JSON.stringify(whole))
    }
  })

  it('are left alone where they are there, and never take the place of anything else', async () => {
    const out = join(folder, 'there', '1.json')
    const first = { part: 1, parts: 3, out }
    const run = (changes: Partial<SimulationAsked> = {}, chunk = first) =>
      simulatePart(trial, sizing, asked(changes), chunk)
    expect(await run()).toMatchObject({ state: 'written', from: 0, to: 33, sha256: read(out).sha256 })
    const before = statSync(out).mtimeMs
    expect(await run()).toMatchObject({ state: 'unchanged', sha256: read(out).sha256 })
    const taken = [{ code: 'part.file_taken', place: { file: out }, expected: 'no file, or part 1/3 of this work' }]
    expect(await issuesOf(() => run({ seed: 'other' }))).toMatchObject(taken)
    expect(await issuesOf(() => run({}, { ...first, part: 2 }))).toMatchObject([{ code: 'part.file_taken' }])
    expect(statSync(out).mtimeMs).toBe(before)
    writeFileSync(out, readFileSync(out, 'utf8').slice(0, -100))
    expect(await issuesOf(() => run())).toMatchObject(taken)
  })

  it('need a folder that can be made', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const out = join(folder, 'a-file', '1.json')
    expect(await issuesOf(() => simulatePart(trial, sizing, asked(), { part: 1, parts: 2, out }))).toMatchObject([
      { place: { file: out } },
    ])
  })
})

describe('putting parts together refuses', () => {
  let files: string[]
  beforeAll(async () => {
    files = await partsIn('refused', 3)
  })
  const refused = async (...given: string[]) =>
    (await issuesOf(() => mergeParts(trial, sizing, given))).map(({ code, place, expected, received }) => ({
      ...{ code, expected, received },
      ...{ file: place.file?.slice(folder.length + 1), field: place.field },
    }))

  it('parts that are twice or lacking', async () => {
    const [one = '', , three = ''] = files
    expect(await refused(three, one, one)).toEqual([
      {
        code: 'part.twice',
        file: join('refused', '1.json'),
        field: undefined,
        expected: 'each part once',
        received: `part 1/3, which ${one} has too`,
      },
      {
        code: 'part.missing',
        file: undefined,
        field: undefined,
        expected: 'all 3 parts',
        received: '2: there is no 2/3',
      },
    ])
    const many = changed(one, 'many.json', part => ({ ...part, replicates: 3300, parts: 100 }))
    expect((await refused(many))[0]?.received).toMatch(/^1: there is no 2\/100, 3\/100, .* 21\/100 and 79 more$/)
  })

  it('files that are no parts, or are no longer what was written', async () => {
    const [one = '', two = ''] = files
    const cut = join(folder, 'cut.json')
    writeFileSync(cut, readFileSync(two, 'utf8').slice(0, 500))
    const text = readFileSync(one, 'utf8')
    const digit = join(folder, 'digit.json')
    writeFileSync(
      digit,
      text.replace(/(\[0\.\d\d)(\d)/, (_, before, last) => `${before}${last === '1' ? '2' : '1'}`),
    )
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"schema":"equipoise/simulation/1"}')
    const found = await refused(cut, digit, join(folder, 'nowhere.json'), other)
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'json.syntax', file: 'cut.json' }),
        expect.objectContaining({ code: 'part.invalid', file: 'digit.json', field: 'sha256' }),
        expect.objectContaining({ code: 'file.not_found', file: 'nowhere.json' }),
        expect.objectContaining({ code: 'part.invalid', file: 'other.json', field: 'schema' }),
      ]),
    )
  })

  it('parts that do not hold the replicates of their number', async () => {
    const [one = ''] = files
    const shifted = changed(one, 'shifted.json', part => ({ ...part, from: 1, to: 34 }))
    const beyond = changed(one, 'beyond.json', part => ({ ...part, part: 4 }))
    const short = changed(one, 'short.json', part => ({
      ...part,
      numbers: { ...(part.numbers as object), 'analysis payers_test  p': [0.5] },
    }))
    expect(await refused(shifted, beyond, short)).toMatchObject([
      { code: 'part.invalid', file: 'shifted.json', field: 'from', received: '1 to 34' },
      { code: 'part.invalid', file: 'beyond.json', field: 'from' },
      { file: 'short.json', field: 'numbers.analysis payers_test  p', expected: '33 numbers', received: '1' },
    ])
  })

  it('parts of other trials, files and versions', async () => {
    const [one = '', two = '', three = ''] = files
    const hash = '0'.repeat(64)
    const foreign = changed(one, 'foreign.json', part => ({
      ...part,
      trial: 'letter',
      inputs: { ...(part.inputs as object), 'sizing.yaml': hash },
      versions: { ...(part.versions as object), equipoise: '0.0.1' },
    }))
    expect(await refused(two, three, foreign)).toMatchObject([
      {
        code: 'part.foreign',
        file: 'foreign.json',
        field: 'trial',
        expected: 'part-payment',
        received: 'letter',
      },
      { code: 'part.foreign', file: 'foreign.json', field: 'sizing.yaml', received: hash },
      { code: 'part.foreign', field: 'version of equipoise', expected: '0.1.0', received: '0.0.1' },
    ])
    const amended = { ...trial, hashes: { ...trial.hashes, plan: hash } }
    const issues = await issuesOf(() => mergeParts(amended, sizing, files))
    expect(issues.map(({ place }) => place.field)).toEqual(['plan.yaml', 'plan.yaml', 'plan.yaml'])
  })

  it('parts of other simulations, with all in which they differ', async () => {
    const [one = '', two = ''] = files
    mkdirSync(join(folder, 'mixed'))
    const other = join(folder, 'mixed', '3.json')
    await simulatePart(...([trial, sizing, { scenario: 'null', replicates: 100, seed: 'other' } as const] as const), {
      part: 3,
      parts: 4,
      out: other,
    })
    const node = changed(two, 'node.json', part => ({
      ...part,
      versions: { ...(part.versions as object), node: '99.0.0' },
    }))
    const found = await refused(one, node, other)
    expect(found.map(({ code, file, field }) => [code, file, field])).toEqual([
      ['part.differs', 'node.json', 'version of Node'],
      ...['scenario', 'seed', 'replicates', 'analyses', 'parts'].map(fact => [
        'part.differs',
        join('mixed', '3.json'),
        fact,
      ]),
      ['part.missing', undefined, undefined],
    ])
    expect(found[2]).toMatchObject({ expected: `"parts", as in ${one}`, received: '"other"' })
    expect(found.at(-1)?.received).toBe('1: there is no 2/3, 3/3')
  })
})
