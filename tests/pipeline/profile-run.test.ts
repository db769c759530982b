import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { profileRun } from '../../src/pipeline/profile-run.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const [trial, caseload, run] = ['trial', 'caseload.csv', 'run'].map(name => join(folder, name)) as [
  string,
  string,
  string,
]
afterAll(remove)

beforeAll(async () => {
  writeSmallTrial(trial)
  await inProcess(['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload])
  const drawn = await inProcess(['sample', trial, '--caseload', caseload, '--seed', '2015', '--run', run])
  expect(drawn.exitCode).toBe(0)
})

describe('the profile of a run', () => {
  it("holds the report's five comparisons, by system", async () => {
    const told = await inProcess(['profile', trial, '--run', run])
    expect(told.exitCode).toBe(0)
    expect(told.stdout.match(/said to be (lower|higher) for cs2 than for cscs, and so it is here/g)).toHaveLength(5)
    expect(told.stdout).toContain(`Next: equipoise allocate ${trial} --seed 2015 --run ${run}`)
    const { groups, measures, cases } = JSON.parse(readFileSync(join(run, '03-profile.json'), 'utf8'))
    expect(cases).toBe(800)
    expect(groups.map(({ id }: { id: string }) => id)).toEqual([
      ...['caseload', 'eligible', 'sample', 'part:cs2', 'part:cscs'],
    ])
    expect(measures.map(({ id }: { id: string }) => id)).toEqual([
      ...['nrp_age', 'child_age', 'employed', 'low_debt', 'high_debt'],
    ])
    // Pence and years are whole numbers, written as texts however large.
    expect(measures[0].values[0].sum).toMatch(/^\d+$/)
  })

  it('changes nothing when made again', async () => {
    const again = await profileRun({ trial: await readTrial(trial), run }, silent)
    expect(again.state).toBe('unchanged')
  })

  it('refuses a caseload that is not the one sampled, and writes nothing', async () => {
    const [text, path] = [readFileSync(caseload, 'utf8'), join(run, '03-profile.json')]
    rmSync(path)
    appendFileSync(caseload, text.split('\n')[1]?.replace(/^[^,]+/, 'another-case') ?? '')
    const refused = await inProcess(['profile', trial, '--run', run, '--json'])
    expect(refused.exitCode).toBe(3)
    expect(refused.stdout + refused.stderr).toContain('run.caseload_changed')
    expect(existsSync(path)).toBe(false)
    writeFileSync(caseload, text)
  })

  it('needs a sample', async () => {
    const refused = await inProcess(['profile', trial, '--run', join(folder, 'nowhere')])
    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain('Run `equipoise sample` on this run first')
  })
})
