import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { checkTrial } from '../../src/pipeline/check-trial.ts'
import { readSizing, readTrial } from '../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../storage/temporary.ts'
import { equipoise, inProcess } from '../support/cli.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { partPayment, writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

describe('simulate', () => {
  it('tells how the plan does, each number with its error', async () => {
    const { exitCode, stdout } = await inProcess(['simulate', 'part-payment', '--replicates', '40', '--seed', '7'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('40 replicates, seed 7: the model of sizing.yaml. Alpha 0.05, intervals at 95%.')
    expect(stdout).toMatch(/PWC first minus control +[\d.]+% \([\d.]+%\) +[\d.]+% \([\d.]+%\) +0\.285 /)
    expect(stdout).toContain('£152,000.00')
    expect(stdout).toContain('Taken for granted:\n- outcomes come about as simulation of sizing.yaml says')
    const none = await inProcess(['simulate', 'part-payment', '--replicates', '20', '--seed', '7', '--null'])
    expect(none.stdout).toContain('no arm has an effect')
    expect(none.stdout).toContain('- after_call_share: nothing says how paid_after_call comes about')
    const ratios = ['--analyses', 'payers_ratio,amount_difference_winsorised']
    const others = await inProcess([
      'simulate',
      'part-payment',
      '--replicates',
      '20',
      '--seed',
      '7',
      '--worth',
      ...ratios,
    ])
    expect(others.stdout).toContain('the difference worth finding')
    expect(others.stdout).toContain('1.294')
  }, 60_000)

  it('gives the same JSON for 1, 2 and 8 workers', async () => {
    const built = (await import(
      pathToFileURL('dist/pipeline/simulation/index.js').href
    )) as typeof import('../../src/pipeline/simulation/index.ts')
    const trial = await readTrial(partPayment)
    const asked = { scenario: 'model', replicates: 1100, seed: 'workers' } as const
    const [one, ...others] = await Promise.all(
      [1, 2, 8].map(workers => built.simulateTrial(trial, readSizing(trial), asked, { workers, patience: 0 })),
    )
    for (const other of others) expect(JSON.stringify(other)).toBe(JSON.stringify(one))
    expect(one?.analyses[0]?.parts[0]?.power?.replicates).toBe(1100)
  }, 120_000)

  it.each([0, 2])(
    'ends with the reason of its signal, with %i workers',
    async workers => {
      const built = (await import(
        pathToFileURL('dist/pipeline/simulation/index.js').href
      )) as typeof import('../../src/pipeline/simulation/index.ts')
      const trial = await readTrial(partPayment)
      const controller = new AbortController()
      const progress = { report: () => controller.abort(new Error('enough')) }
      const asked = { scenario: 'model', replicates: 5000, seed: 'signal' } as const
      const work = built.simulateTrial(trial, readSizing(trial), asked, {
        workers,
        patience: 0,
        progress,
        signal: controller.signal,
      })
      await expect(work).rejects.toThrow('enough')
    },
    60_000,
  )

  it('leaves nothing behind when it is interrupted', async () => {
    const place = join(folder, 'interrupted')
    writeSmallTrial(place)
    // Long enough to be at work on the busiest machine; all replicates would take a minute.
    const begun = Date.now()
    let interrupted = 0
    const interruptWhen = (): boolean => {
      interrupted = Date.now()
      return interrupted - begun > 12_000
    }
    const before = snapshot(place)
    const { exitCode, stdout } = await equipoise(
      ['simulate', 'part-payment', '--replicates', '100000', '--seed', '7', '--json'],
      { cwd: place, interruptWhen },
    )
    // Its workers, each in the middle of a chunk, are not waited for.
    expect(Date.now() - interrupted).toBeLessThan(5000)
    expect([exitCode, stdout]).toEqual([130, ''])
    expect(snapshot(place)).toEqual(before)
  }, 60_000)

  it('refuses what no simulation can be, all at once', async () => {
    const flags = ['--replicates', '0', '--workers', '1.5', '--null', '--worth', '--analyses', 'payers_test,no_such']
    const { exitCode, json } = await inProcess(['simulate', 'part-payment', '--seed', '7', '--json', ...flags])
    expect(exitCode).toBe(2)
    expect(
      (json().issues as { code: string; place: { field: string } }[]).map(({ code, place }) => [code, place.field]),
    ).toEqual([
      ['simulation.number', '--replicates'],
      ['parallel.workers', '--workers'],
      ['simulation.two_scenarios', '--null'],
      ['simulation.unknown_analysis', '--analyses'],
    ])
  })
})

describe('the section simulation of sizing.yaml', () => {
  const fieldsOf = async (name: string, clusters: string, simulation: string): Promise<string[]> => {
    const place = writeSmallTrial(join(folder, name))
    const head = 'schema: equipoise/sizing/1\ntrial: part-payment\noutcomes: [{ outcome: paid, rate: 0.1 }]\n'
    writeFileSync(join(place, 'sizing.yaml'), `${head}${clusters}simulation:\n${simulation}`)
    const issues = await issuesOf(() => checkTrial(place))
    return [...new Set(issues.map(({ place: { field } }) => String(field)))].sort()
  }

  it('is refused with every number that cannot be', async () => {
    const fields = await fieldsOf(
      'numbers',
      '',
      `  payers: paid
  amount: amount
  rate: 1.2
  amounts: { lognormal: { mean: "0.00", sigma: -1 } }
  amountFactor: { pwc_first: 0 }
  attrition: -0.1
  stages: [{ id: called, title: Called, shares: { pwc_first: 1.5 } }]
`,
    )
    expect(fields).toEqual(
      [
        'amountFactor.pwc_first',
        'amounts.lognormal.mean',
        'amounts.lognormal.sigma',
        'attrition',
        'rate',
        'stages.0.shares.pwc_first',
      ].map(field => `simulation.${field}`),
    )
  })

  it('is refused where it does not fit the trial or itself', async () => {
    const fields = await fieldsOf(
      'names',
      'clusters: { meanSize: 1.5, variationOfSizes: 0.33, correlation: 0.1 }\n',
      `  payers: amount
  afterStages: contact
  rate: { pwc_first: 0.1, nobody: 0.1 }
  amounts: { table: ["5.00"] }
  stageAmounts: { table: ["5.00"] }
  amountFactor: { nobody: 1 }
  clusterSizes: [0.5, 0.5]
  stages:
    - { id: called, title: Called, shares: { pwc_first: 0.5, nrp_first: 0.5 } }
    - { id: called, title: Again, shares: { pwc_first: 0.5, nobody: 0.5 } }
`,
    )
    const expected = ['afterStages', 'amountFactor', 'amountFactor.0', 'amounts', 'payers', 'rate', 'rate.1']
    expect(fields).toEqual(
      [...expected, 'stageAmounts', 'stages.1.id', 'stages.1.shares', 'stages.1.shares.1'].map(
        field => `simulation.${field}`,
      ),
    )
  })

  it('has cluster sizes where there are clusters, and only there', async () => {
    const clusters = 'clusters: { meanSize: 1.5, variationOfSizes: 0.33, correlation: 0.1 }\n'
    const plain = '  payers: paid\n  rate: 0.1\n'
    expect(await fieldsOf('no-sizes', clusters, plain)).toEqual(['simulation'])
    const sizes = `${plain}  clusterSizes: [0.9, 0.1]\n`
    expect(await fieldsOf('no-clusters', '', sizes)).toEqual(['simulation.clusterSizes'])
    expect(await fieldsOf('other-mean', clusters, sizes)).toEqual(['simulation.clusterSizes'])
    expect(await fieldsOf('no-whole', clusters, `${plain}  clusterSizes: [0.5, 0.4]\n`)).toEqual([
      'simulation.clusterSizes',
    ])
    expect(await fieldsOf('no-amounts', '', `${plain}  amount: amount\n  afterStages: paid_after_call\n`)).toEqual([
      'simulation',
      'simulation.afterStages',
    ])
  })
})
