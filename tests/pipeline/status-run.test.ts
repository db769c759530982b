import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flowViolations } from '../../src/model/flow.ts'
import { dashboardHtml } from '../../src/pipeline/dashboard.ts'
import { shownFlow } from '../../src/pipeline/disclosure/shown-flow.ts'
import { drawFlowOfRun, writeFlowDiagram } from '../../src/pipeline/draw-flow.ts'
import { flowOfRun } from '../../src/pipeline/flow-run.ts'
import { needsAttention, type StatusOutcome, type StatusRequest, statusOfRun } from '../../src/pipeline/status-run.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../storage/temporary.ts'
import { inProcess } from '../support/cli.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { SealedRun } from '../support/sealed-run.ts'
import { replaced } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

let allocated: SealedRun
let recorded: SealedRun

const interim = `interim:
  analysis: payers_difference
  spending: obrien-fleming
  assumed: true
  looks:
    - { share: 0.3, date: "2016-01-31" }
    - { share: 0.6, date: "2016-04-30" }
`

beforeAll(async () => {
  allocated = await new SealedRun(join(folder, 'allocated')).prepare()
  const plan = join(allocated.trial, 'plan.yaml')
  writeFileSync(plan, `${readFileSync(plan, 'utf8')}\n${interim}`)
  recorded = allocated.copy(join(folder, 'recorded'))
  await recorded.record()
})

async function statusOf(place: SealedRun, more: Partial<StatusRequest> = {}): Promise<StatusOutcome> {
  return statusOfRun({ trial: await readTrial(place.trial), run: place.run, ...more })
}

const flowIn = async (place: SealedRun, key?: string) =>
  flowOfRun({ trial: await readTrial(place.trial), run: place.run, key })

/** Names of alarms by how they stand. */
const alarmsThat = ({ alarms }: StatusOutcome, state: string): string[] =>
  alarms.filter(each => each.state === state).map(({ id }) => id)

describe('the status of a run', () => {
  it('starts with enrolment against the targets, before anything is recorded', async () => {
    const status = await statusOf(allocated)
    expect(status.asOf).toBe('2015-11-01')
    expect(status.enrolment).toMatchObject({ allocated: 94, planned: 94 })
    expect(status.enrolment.strata[0]).toEqual({
      stratum: '1993',
      arms: [
        { arm: 'pwc_first', allocated: 9, planned: 9 },
        { arm: 'nrp_first', allocated: 10, planned: 10 },
        { arm: 'control', allocated: 9, planned: 9 },
      ],
    })
    expect(status.events).toMatchObject({ recorded: 0, first: null, weeks: [] })
    expect(needsAttention(status)).toBe(false)
  })

  it('counts events by kind and week, and takes the day of the last as its own', async () => {
    const lines = readFileSync(recorded.events, 'utf8').trim().split('\n').slice(1)
    const status = await statusOf(recorded)
    expect(status.events.standing).toBe(lines.length)
    expect(status.events.weeks.reduce((sum, { events }) => sum + events, 0)).toBe(lines.length)
    expect(status.events.weeks[0]?.week).toBe('2015-11-02')
    expect(status.asOf).toBe(status.events.last)
    expect(status.events.later).toBe(0)
    const balance = status.events.kinds.find(({ kind }) => kind === 'balance')
    expect(balance).toMatchObject({ events: 64, cases: 64, of: 64, arms: null })
  })

  it('looks back to a day, and says how many events it leaves out', async () => {
    const [then, now] = [await statusOf(recorded, { asOf: '2015-12-31' }), await statusOf(recorded)]
    expect(then.asOf).toBe('2015-12-31')
    expect(then.events.later).toBeGreaterThan(0)
    expect(then.events.standing + then.events.later).toBe(now.events.standing)
    expect(then.events.weeks.at(-1)?.week).toBe('2015-12-28')
    expect(await issuesOf(() => statusOf(recorded, { asOf: '31 December' }))).toMatchObject([
      { code: 'status.as_of_invalid', exit: 2 },
    ])
  })

  it('shows no outcome by arm unless asked to', async () => {
    const masked = await statusOf(recorded)
    expect(masked.arms).toBe('masked')
    expect(masked.outcomes.map(({ groups }) => groups.map(({ arm }) => arm))).toEqual([[null], [null]])
    expect(masked.events.kinds.every(({ arms }) => arms === null)).toBe(true)
    const missing = masked.measures.find(({ id }) => id === 'missing_share')
    expect(missing?.readings.map(({ group }) => group)).toEqual([null])
    const named = await statusOf(recorded, { unmask: true })
    expect(named.outcomes[0]?.groups.map(({ arm }) => arm)).toEqual([null, 'pwc_first', 'nrp_first', 'control'])
    expect(named.events.kinds.find(({ kind }) => kind === 'payment')?.arms).toHaveLength(3)
    const [whole, ...arms] = named.outcomes[0]?.groups ?? []
    expect(arms.reduce((sum, { cases }) => sum + cases, 0)).toBe(whole?.cases)
  })

  it('says which look is due, and shows it under masks, by name, or not at all', async () => {
    const before = await statusOf(recorded, { asOf: '2016-01-30', interim: true })
    expect(before.interim?.looks.map(({ state }) => state)).toEqual(['to come', 'to come', 'to come'])
    expect(before.interim?.contrasts).toEqual([])
    const day = { asOf: '2016-05-01' }
    const quiet = await statusOf(recorded, day)
    expect(quiet.interim?.looks.map(({ state }) => state)).toEqual(['passed', 'due', 'to come'])
    expect(quiet.interim?.contrasts).toBeNull()
    const boundaries = quiet.interim?.looks.map(({ boundary }) => boundary ?? Number.POSITIVE_INFINITY) ?? []
    expect(boundaries[0]).toBeGreaterThan(boundaries[1] ?? 0)
    const masked = await statusOf(recorded, { ...day, interim: true })
    const named = await statusOf(recorded, { ...day, interim: true, unmask: true })
    const [ours, theirs] = [masked, named].map(({ interim: of }) => of?.contrasts ?? [])
    expect(ours?.map(({ contrast }) => contrast).join()).toMatch(/^(Arm [ABC] minus Arm [ABC],?){3}$/)
    expect(theirs?.map(({ contrast }) => contrast)).toContain('PWC first minus Control')
    expect(ours?.map(({ z }) => z)).toEqual(theirs?.map(({ z }) => z))
  })

  it('follows who waits still to the day of the look, and no longer', async () => {
    const waiting = await new SealedRun(join(folder, 'waiting')).prepare(protocol =>
      replaced(
        protocol,
        'outcomes:\n',
        'outcomes:\n  - { id: days, title: Days to a payment, type: time, until: { field: kind, is: payment } }\n',
      ),
    )
    const plan = join(waiting.trial, 'plan.yaml')
    const own = `  - id: sooner
    title: Days to a payment
    outcome: days
    method: restricted-mean-time-difference
    role: secondary
`
    const text = replaced(readFileSync(plan, 'utf8'), '\nanalyses:\n', `\nanalyses:\n${own}`)
    writeFileSync(plan, `${text}\n${replaced(interim, 'payers_difference', 'sooner')}`)
    await waiting.record()
    const look = async (day: number) => {
      const asked = replaced(readFileSync(plan, 'utf8'), own, `${own}    settings: { day: ${day} }\n`)
      const at = waiting.copy(join(folder, `waiting-${day}`))
      writeFileSync(join(at.trial, 'plan.yaml'), asked)
      const status = await statusOf(at, { asOf: '2016-05-01', interim: true, unmask: true })
      return status.interim?.contrasts?.map(({ z, detail }) => [z === null, detail])
    }
    // 1 May 2016 is day 183 of a follow-up that began on 1 November 2015.
    for (const contrast of (await look(184)) ?? [])
      expect(contrast).toEqual([true, expect.stringContaining('the last day to which one was is 183')])
    expect((await look(183))?.some(([isNone]) => !isNone)).toBe(true)
  })

  it('changes nothing in the run', async () => {
    const before = snapshot(recorded.folder)
    await statusOf(recorded, { interim: true, unmask: true })
    await flowIn(recorded)
    expect(snapshot(recorded.folder)).toEqual(before)
  })
})

describe('a sealed run', () => {
  let sealed: SealedRun

  beforeAll(async () => {
    sealed = recorded.copy(join(folder, 'sealed'))
    await sealed.seal()
  })

  it('is watched without its arms', async () => {
    const status = await statusOf(sealed, { unmask: true, interim: true, asOf: '2016-05-01' })
    expect(status.arms).toBe('sealed')
    expect(status.enrolment.strata).toEqual([])
    expect(status.interim?.contrasts).toBeNull()
    expect(status.outcomes.map(({ groups }) => groups.length)).toEqual([1, 1])
    const contamination = status.alarms.find(({ measure }) => measure === 'contamination')
    expect(contamination).toMatchObject({ state: 'unknown', readings: [{ detail: 'The arms are sealed.' }] })
    expect(status.events.kinds.find(({ kind }) => kind === 'response')?.of).toBeNull()
    const text = JSON.stringify({ ...status, alarms: [], title: '' })
    for (const arm of ['pwc_first', 'nrp_first', 'PWC first', 'NRP first']) expect(text).not.toContain(arm)
  })

  it('with a key is as it was before', async () => {
    const key = sealed.key('statistician')
    const [open, opened] = [await statusOf(recorded), await statusOf(sealed, { key })]
    expect({ ...opened, run: '' }).toEqual({ ...open, run: '' })
    expect((await flowIn(sealed, key)).nodes).toEqual((await flowIn(recorded)).nodes)
  })

  it('is counted all arms together', async () => {
    const flow = await flowIn(sealed)
    expect(flow.armsKnown).toBe(false)
    expect(flow.nodes.every(({ arm }) => arm === null)).toBe(true)
    expect(flow.leftOut.map(({ outcome }) => outcome)).toContain('contact')
    expect(flow.nodes.find(({ id }) => id === 'allocated')?.cases).toBe(94)
  })
})

describe('the flow of a run', () => {
  it('runs from the caseload to the analysis, and adds up', async () => {
    const flow = await flowIn(recorded)
    expect(flowViolations(flow)).toEqual([])
    const count = (id: string): number => flow.nodes.find(node => node.id === id)?.cases ?? Number.NaN
    expect(count('assessed')).toBe(800)
    expect(count('excluded') + count('eligible')).toBe(800)
    expect(count('sampled')).toBe(94)
    const contact = 'allocated/pwc_first/contact'
    expect(
      ['unsuitable', 'not_contacted', 'contacted'].reduce((sum, level) => sum + count(`${contact}/${level}`), 0),
    ).toBe(30)
    expect(count('allocated/control/analysis:paid/analysed')).toBe(30)
    expect(flow.nodes.some(({ id }) => id.startsWith('allocated/control/contact'))).toBe(false)
  })

  it('names the identity that does not hold, and so does the status', async () => {
    const broken = recorded.copy(join(folder, 'broken'))
    const path = join(broken.run, '02-eligibility.csv')
    writeFileSync(path, replaced(readFileSync(path, 'utf8'), ',false,', ',true,'))
    const finding = 'assessed 800 is not excluded 483 + eligible 318 = 801'
    const told = await inProcess(['flow', broken.trial, '--run', broken.run])
    expect(told.exitCode).toBe(1)
    expect(told.stderr).toContain(finding)
    const status = await statusOf(broken)
    expect(status.violations).toContain(finding)
    expect(needsAttention(status)).toBe(true)
    expect(alarmsThat(status, 'on')).toEqual([])
  })

  it('is drawn with the outcomes that are asked for, and refuses others by name', async () => {
    const rules = { leastCases: 5, roundTo: null, exemption: 'made up', held: new Set<string>() }
    const flow = shownFlow(await flowIn(recorded), rules)
    const file = join(folder, 'flow.svg')
    writeFlowDiagram(flow, file, ['disposition'])
    const svg = readFileSync(file, 'utf8')
    expect(svg).toContain('What became of the case')
    expect(svg).not.toContain('Suitability and contact')
    expect(drawFlowOfRun(flow).svg).toContain('NRP abroad')
    const [issue] = await issuesOf(() => writeFlowDiagram(flow, join(folder, 'none.svg'), ['first_response']))
    expect(issue).toMatchObject({ code: 'run.flow_outcome', received: '"first_response"' })
    expect(issue?.expected).toBe('any of contact, pwc_contact, disposition')
    expect(existsSync(join(folder, 'none.svg'))).toBe(false)
  })
})

describe('the dashboard', () => {
  const page = join(folder, 'page.html')
  const status = (place: SealedRun, ...more: string[]) =>
    inProcess(['status', place.trial, '--run', place.run, '--out', page, ...more])

  it('is one page without script, with a caption to every table, and the same bytes each time', async () => {
    const { protocol } = await readTrial(recorded.trial)
    const html = await dashboardHtml(await statusOf(recorded, { interim: true }), protocol)
    expect(html).toBe(await dashboardHtml(await statusOf(recorded, { interim: true }), protocol))
    expect(html).not.toMatch(/<script|<link|<img|https?:\/\/(?!www\.w3\.org)/)
    const captions = new Set([...html.matchAll(/<(?:figcaption|summary) id="([^"]+)"/g)].map(([, id]) => id))
    const labelled = [...html.matchAll(/<table aria-labelledby="([^"]+)"/g)].map(([, id]) => id)
    expect(labelled.length).toBeGreaterThanOrEqual(7)
    expect(labelled.filter(id => !captions.has(id))).toEqual([])
    expect(html.match(/<svg/g)).toHaveLength(4)
    expect(html).toContain('These cases are made up')
    expect(html).not.toContain('class="files"')
  })

  it('says in words which alarms are on, first, and the command then exits with 1', async () => {
    const off = await status(recorded)
    expect([off.exitCode, off.stderr]).toEqual([0, expect.not.stringContaining('expected')])
    expect(readFileSync(page, 'utf8')).toContain('No alarm is on')
    const on = await status(recorded, '--as-of', '2016-12-31')
    expect(on.exitCode).toBe(1)
    expect(on.stdout).toContain('Next: look into the alarms that are on')
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('1 of 9 alarms is on')
    const rows = [...html.matchAll(/<tr><th scope="row">([^<]*)<\/th><td>(?:<span class="tag (\w+)">([^<]*))?/g)]
    expect(rows[0]?.slice(1)).toEqual(['Nothing has been recorded for four weeks', 'fault', 'ON'])
  })

  it('lies beside the run unless told otherwise, and no artefact of the run is touched', async () => {
    const before = snapshot(recorded.run)
    const told = await inProcess(['status', recorded.trial, '--run', recorded.run, '--json'])
    expect(existsSync(`${recorded.run}.dashboard.html`)).toBe(true)
    expect(snapshot(recorded.run)).toEqual(before)
    expect(told.json()).toMatchObject({ schema: 'equipoise/status/1', arms: 'masked' })
  })

  it('warns where it shows outcomes by arm', async () => {
    await status(recorded, '--unmask', '--quiet')
    expect(readFileSync(page, 'utf8')).toContain('This page shows outcomes by arm.')
  })

  it('prints all sections in full, without a chart', async () => {
    const { stdout } = await status(recorded, '--full', '--interim')
    for (const title of ['Alarms', 'Enrolment', 'Events', 'Trial health', 'Outcomes', 'Spend']) {
      expect(stdout).toContain(`\n${title}\n${'='.repeat(title.length)}\n`)
    }
    expect(stdout).not.toContain('undefined')
    expect(stdout).toContain('Planned looks and their boundaries')
  })
})
