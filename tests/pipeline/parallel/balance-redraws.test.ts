import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, assessBalance, prepareBalance } from '../../../src/design/index.ts'
import { drawBalance } from '../../../src/pipeline/balance-redraws.ts'
import { casesOf, designOf, type SmallDesign } from '../../support/small-designs.ts'

const design: SmallDesign = {
  name: 'pairs',
  arms: ['control', 'a'],
  sample: casesOf(Array.from({ length: 40 }, (_, i) => ({ baseline: { arrears: 10 * ((i * 7) % 40) } }))),
  allocation: { method: 'matched-tuples', on: ['arrears'] },
}
const [sample, seed] = [design.sample, '7']
const small = designOf(design)
const arrears = { id: 'arrears', title: 'Arrears', type: 'integer', baseline: true } as const
const protocol = { ...small, caseload: { ...small.caseload, fields: [arrears] } }
const allocated = allocate(sample, protocol, streamsOf(seed))
const job = { sample, allocated, protocol, seed }
const { omnibus } = prepareBalance(sample, allocated, protocol, { seed })
const draws = 499

/** The built program, which `npm test` builds first: workers cannot run its sources. */
const built = async (): Promise<typeof import('../../../src/pipeline/balance-redraws.ts')> =>
  import(pathToFileURL('dist/pipeline/balance-redraws.js').href)

describe('redraws of the balance of a run', () => {
  it('are in this thread what the balance of a sample draws', async () => {
    if ('status' in omnibus) throw new Error('arrears vary')
    const drawn = await drawBalance(job, omnibus, draws)
    expect(new Set(drawn).size).toBeGreaterThan(100)
    expect(omnibus.finish(drawn)).toEqual(assessBalance(sample, allocated, protocol, { seed, draws }).omnibus)
  })

  it.each([1, 2, 8])('are the same with %i workers', async workers => {
    const here = await drawBalance(job, omnibus, draws)
    const { drawBalance: withWorkers } = await built()
    expect(await withWorkers(job, omnibus, draws, { workers, patience: 0 })).toEqual(here)
  })

  it.each([0, 2])('end with the reason of the signal, with %i workers', async workers => {
    const { drawBalance: withWorkers } = await built()
    const controller = new AbortController()
    const progress = { report: () => controller.abort(new Error('enough')) }
    const drawing = { workers, patience: 0, signal: controller.signal, progress }
    await expect(withWorkers(job, omnibus, draws, drawing)).rejects.toThrow('enough')
  })
})
