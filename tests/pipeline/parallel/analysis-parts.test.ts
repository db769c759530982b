import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { hashJson } from '../../../src/core/hash.ts'
import { silent } from '../../../src/core/progress.ts'
import type { AnalysisPart } from '../../../src/model/analysis-part.ts'
import { blockSize } from '../../../src/model/method.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { requireEnough } from '../../../src/pipeline/analysis-parts/analyse-part.ts'
import { analysePart, mergeAnalysis } from '../../../src/pipeline/analysis-parts/index.ts'
import { sharesOf } from '../../../src/pipeline/analysis-parts/shares.ts'
import { readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { columnOf, contrast, row, summaryOf } from '../../support/analysis.ts'
import { scratch, snapshot } from '../../support/folders.ts'
import { SealedRun } from '../../support/sealed-run.ts'

const { folder, remove } = scratch()
afterAll(remove)

const made = new SealedRun(join(folder, 'made'))
let trial: Trial
/** The files of its three parts. */
let files: string[]
/** Artefacts 06 to 09 as an analysis in one piece makes them, and how many draws it took for each analysis. */
let whole: Record<string, string>
let drawn: Record<string, number>

beforeAll(async () => {
  await made.prepare()
  await made.recordPayers()
  trial = await readTrial(made.trial)
  const place = made.copy(join(folder, 'whole'))
  const analysis = await analyseRun(trial, place.run, silent)
  drawn = Object.fromEntries([...analysis.drawn].map(([id, { tally }]) => [id, Object.values(tally)[0]?.length ?? 0]))
  whole = artefactsOf(place.run)
  files = await partsIn('parts', 3)
})

const artefactsOf = (run: string): Record<string, string> =>
  Object.fromEntries(Object.entries(snapshot(run)).filter(([name]) => /^0[6-9]/.test(name)))

/** Draws all parts of a run into a folder of their own, and gives their files. */
async function partsIn(name: string, parts: number, run = made.run): Promise<string[]> {
  const files: string[] = []
  for (let part = 1; part <= parts; part += 1) {
    const out = join(folder, name, `${part}.json`)
    await analysePart(trial, run, { part, parts, out })
    files.push(out)
  }
  return files
}

const read = (file: string): AnalysisPart => JSON.parse(readFileSync(file, 'utf8')) as AnalysisPart

/** A copy of a part with something changed and, unless it is to be found out, the hash of what it then holds. */
function changed(file: string, name: string, change: (part: AnalysisPart) => object, rehash = true): string {
  const { sha256, ...content } = change(read(file)) as AnalysisPart
  const path = join(folder, name)
  writeFileSync(path, canonicalJson({ ...content, sha256: rehash ? hashJson(content) : sha256 }))
  return path
}

describe('the blocks of analyses', () => {
  it("are shared so that each is one part's, and parts have as many of each analysis as others", () => {
    const blocks = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 50 }), (analyses, parts) => {
        const shares = sharesOf(analyses, parts)
        const numbers = Array.from({ length: parts }, (_, at) => at + 1)
        expect(shares.blocks).toBe(analyses.reduce((sum, each) => sum + each, 0))
        const loads = numbers.map(part => analyses.reduce((sum, _, at) => sum + shares.of(at, part).length, 0))
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
        for (const [analysis, count] of analyses.entries()) {
          const own = numbers.map(part => shares.of(analysis, part))
          expect(own.flat().sort((a, b) => a - b)).toEqual([...new Array(count).keys()])
          const lengths = own.map(({ length }) => length)
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
          for (const [at, some] of own.entries())
            for (const [place, block] of some.entries())
              expect(shares.place(analysis, block)).toEqual({ part: at + 1, at: place })
        }
      }),
    )
  })
})

describe('an analysis in parts', () => {
  it('has what is hard to put together: methods that stop early, that do not, and that draw nothing', () => {
    expect(drawn).toMatchObject({
      payers_test_randomisation: 30_000,
      amount_test_randomisation: 100_000,
      amount_difference_randomisation: 20_000,
      amount_difference_bootstrap_bca: 10_000,
      payers_test_exact: 0,
    })
  })

  it.each([1, 3, 7])('is the same, byte for byte, from %i parts', async parts => {
    const place = made.copy(join(folder, `of-${parts}`))
    const before = snapshot(place.run)
    const some = parts === 3 ? files : await partsIn(`parts-of-${parts}`, parts, place.run)
    expect(snapshot(place.run)).toEqual(before)
    await mergeAnalysis(trial, place.run, some.toReversed())
    expect(artefactsOf(place.run)).toEqual(whole)
  })

  it('stops early as far as a part can know, and draws what is then lacking where parts are put together', async () => {
    const at = read(files[0] ?? '').analyses.findIndex(({ id }) => id === 'payers_test_randomisation')
    const blocks = files.map(file => read(file).drawn[at]?.blocks ?? 0)
    const sum = blocks.reduce((a, b) => a + b, 0)
    // 30,000 draws are used of 100,000 that were promised.
    expect(sum * blockSize).toBeGreaterThanOrEqual(30_000)
    expect(sum * blockSize).toBeLessThan(60_000)
    const cut = changed(files[1] ?? '', 'cut.json', part => ({
      ...part,
      drawn: part.drawn.map(({ numbers }, place) => {
        const kept = place === at ? 1 : (part.drawn[place]?.blocks ?? 0)
        const first = (values: readonly unknown[]) => values.slice(0, kept * blockSize)
        return {
          blocks: kept,
          numbers: Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, first(values)])),
        }
      }),
    }))
    const place = made.copy(join(folder, 'lacking'))
    await mergeAnalysis(trial, place.run, [files[0] ?? '', cut, files[2] ?? ''])
    expect(artefactsOf(place.run)).toEqual(whole)
  })

  it('takes the numbers of the parts, and does not draw them again', async () => {
    const at = read(files[0] ?? '').analyses.findIndex(({ id }) => id === 'amount_difference_bootstrap_bca')
    const other = changed(files[0] ?? '', 'other-numbers.json', part => ({
      ...part,
      drawn: part.drawn.map((each, place) => (place === at ? { ...each, numbers: shifted(each.numbers) } : each)),
    }))
    const place = made.copy(join(folder, 'taken-run'))
    await mergeAnalysis(trial, place.run, [other, ...files.slice(1)])
    const found = artefactsOf(place.run)
    expect(Object.keys(whole).filter(name => found[name] !== whole[name])).toEqual([
      '08-results.csv',
      '08-results.json',
      '09-economics.csv',
      '09-economics.json',
    ])
  })

  it('leaves a part that is there alone, and takes the place of nothing else', async () => {
    const out = join(folder, 'there', '1.json')
    const run = (chunk = { part: 1, parts: 40 }) => analysePart(trial, made.run, { ...chunk, out })
    const first = await run()
    expect(first).toMatchObject({ state: 'written', sha256: read(out).sha256, part: 1, parts: 40, out })
    expect(first.analyses).toContainEqual({
      ...{ id: 'amount_test_randomisation', method: 'randomisation-test', replicates: 5 * blockSize },
    })
    const before = statSync(out).mtimeMs
    expect(await run()).toEqual({ ...first, state: 'unchanged' })
    const taken = [
      { code: 'part.file_taken', place: { file: out }, expected: expect.stringContaining('no file, or part ') },
    ]
    expect(await issuesOf(() => run({ part: 2, parts: 40 }))).toMatchObject(taken)
    expect(statSync(out).mtimeMs).toBe(before)
    writeFileSync(out, readFileSync(out, 'utf8').slice(0, -100))
    expect(await issuesOf(() => run())).toMatchObject(taken)
  })
})

const shifted = (numbers: AnalysisPart['drawn'][number]['numbers']) =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, values.map(value => Number(value) + 1000)]))

describe('parts of an analysis are refused', () => {
  const refused = async (...given: string[]) => {
    const before = snapshot(made.run)
    const issues = await issuesOf(() => mergeAnalysis(trial, made.run, given))
    expect(snapshot(made.run)).toEqual(before)
    return issues.map(({ code, place, expected, received }) => ({
      ...{ code, expected, received },
      ...{ file: place.file?.slice(folder.length + 1), field: place.field },
    }))
  }

  it('where there are more than there is to draw', async () => {
    const out = join(folder, 'more.json')
    expect(await issuesOf(() => analysePart(trial, made.run, { part: 1, parts: 781, out }))).toMatchObject([
      { code: 'part.chunk', expected: expect.stringContaining('no more than blocks of 500 draws (780)') },
    ])
  })

  it('where nothing is drawn', async () => {
    expect(await issuesOf(async () => requireEnough([], { part: 1, parts: 1 }))).toMatchObject([
      { code: 'analysis.nothing_drawn' },
    ])
  })

  it('that are twice or lacking, of another division or another Node', async () => {
    const [one = '', two = ''] = files
    const other = join(folder, 'of-four.json')
    await analysePart(trial, made.run, { part: 3, parts: 4, out: other })
    const node = changed(two, 'node.json', part => ({ ...part, versions: { ...part.versions, node: '99.0.0' } }))
    expect(await refused(one, one, node, other)).toMatchObject([
      { code: 'part.differs', file: 'node.json', field: 'version of Node' },
      { code: 'part.differs', file: 'of-four.json', field: 'parts', expected: `"3", as in ${one}`, received: '"4"' },
      { code: 'part.twice', file: join('parts', '1.json'), received: `part 1/3, which ${one} has too` },
      { code: 'part.missing', received: '1: there is no 2/3, 3/3' },
    ])
  })

  it('that are none, or are no longer what was written, all at once', async () => {
    const [one = '', two = '', three = ''] = files
    const simulation = join(folder, 'simulation.json')
    writeFileSync(simulation, '{"schema":"equipoise/simulation-part/1"}')
    const digit = changed(one, 'digit.json', part => ({ ...part, part: 1, trial: 'letter' }), false)
    const found = await refused(simulation, digit, join(folder, 'nowhere.json'), two, three)
    expect(found).toMatchObject([
      { code: 'part.invalid', file: 'simulation.json', field: 'schema', expected: 'equipoise/analysis-part/1' },
      { code: 'part.invalid', file: 'digit.json', field: 'sha256' },
      { code: 'file.not_found', file: 'nowhere.json' },
      { code: 'part.missing', received: '2: there is no 1/3' },
    ])
    expect((await refused(simulation, digit)).map(({ code }) => code)).toEqual(['part.invalid', 'part.invalid'])
  })

  it('that do not hold the blocks of their number', async () => {
    const [one = '', two = ''] = files
    const beyond = changed(one, 'beyond.json', part => ({ ...part, part: 4 }))
    const fewer = changed(one, 'fewer.json', part => ({ ...part, drawn: part.drawn.slice(1) }))
    const more = changed(two, 'more-blocks.json', part => ({
      ...part,
      drawn: part.drawn.map((each, at) => (at === 2 ? { ...each, blocks: 68 } : each)),
    }))
    const short = changed(two, 'short.json', part => ({
      ...part,
      drawn: part.drawn.map((each, at) => (at === 2 ? { ...each, numbers: { statistic: [1] } } : each)),
    }))
    expect(await refused(beyond, fewer, more, short)).toMatchObject([
      { code: 'part.invalid', file: 'beyond.json', field: 'part', received: '4 of 3' },
      { file: 'fewer.json', field: 'drawn', expected: '10 analyses', received: '9' },
      { file: 'more-blocks.json', field: 'drawn.2.blocks', expected: 'at most 67', received: '68' },
      { file: 'short.json', field: 'drawn.2.numbers.statistic', expected: `${67 * blockSize} numbers`, received: '1' },
    ])
  })

  it('from another trial, version, plan, or a log that went on', async () => {
    const [one = '', two = '', three = ''] = files
    const hash = '0'.repeat(64)
    const foreign = changed(one, 'foreign.json', part => ({
      ...part,
      trial: 'letter',
      inputs: { ...part.inputs, 'plan.yaml': hash },
      versions: { ...part.versions, equipoise: '0.0.1' },
      analyses: part.analyses.map((each, at) => (at === 0 ? { ...each, id: 'another' } : each)),
    }))
    expect(await refused(two, three, foreign)).toMatchObject([
      { code: 'part.foreign', file: 'foreign.json', field: 'trial', expected: 'part-payment', received: 'letter' },
      { code: 'part.foreign', field: 'plan.yaml', received: hash },
      { code: 'part.foreign', field: 'version of equipoise', received: '0.0.1' },
      { code: 'part.foreign', field: 'analyses', received: expect.stringMatching(/^another by /) },
    ])
    const later = made.copy(join(folder, 'later'))
    const [header = '', first = ''] = readFileSync(later.events, 'utf8').split('\n')
    writeFileSync(later.events, `${header}\n${first.replace(/^e\d+/, 'late').replace('2016-03-01', '2016-03-02')}\n`)
    await later.record()
    const issues = await issuesOf(() => mergeAnalysis(trial, later.run, files))
    expect(issues.map(({ code, place }) => [code, place.field])).toEqual(
      files.map(() => ['part.foreign', '05-outcomes.sqlite']),
    )
  })
})

describe('workers that share a part', () => {
  const rows = ['called', 'control'].flatMap((arm, a) =>
    Array.from({ length: 60 }, (_, i) => row(arm, (i * 7 + a) % 3 === 0 ? 100 * (i + a) + 50 : 0, 'x')),
  )
  const options = { level: 0.95, contrasts: [contrast('called', 'control')], seed: 'tests', draws: 21_000 }
  const jobs = ['randomisation-test', 'randomisation-contrasts', 'bootstrap-difference-bca'].map(method => ({
    ...{ id: method, method, options },
    summary: summaryOf(columnOf(rows), method.startsWith('bootstrap') ? 'frequencies' : 'units'),
  }))

  it.each([1, 2, 8])('draw the same, %i of them', async workers => {
    const { drawShare } = (await import(
      pathToFileURL('dist/pipeline/analysis-parts/draw-share.js').href
    )) as typeof import('../../../src/pipeline/analysis-parts/draw-share.ts')
    const chunk = { part: 2, parts: 3 }
    const here = await drawShare(jobs, chunk, { workers: 0 })
    expect(here.map(({ blocks }) => blocks)).toEqual([expect.any(Number), 14, 14])
    expect(await drawShare(jobs, chunk, { workers, patience: 0 })).toEqual(here)
  })

  it.each([0, 2])('end with the reason of the signal, %i of them', async workers => {
    const { drawShare } = (await import(
      pathToFileURL('dist/pipeline/analysis-parts/draw-share.js').href
    )) as typeof import('../../../src/pipeline/analysis-parts/draw-share.ts')
    const controller = new AbortController()
    const drawing = { workers, patience: 0, signal: controller.signal }
    const progress = { report: () => controller.abort(new Error('enough')) }
    await expect(drawShare(jobs, { part: 1, parts: 2 }, { ...drawing, progress })).rejects.toThrow('enough')
  })
})
