import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { figure } from './figures.ts'
import { eachStore, type Store } from './stores.ts'
import { recorder } from './stream.ts'

const { folder, remove } = scratch()
afterAll(remove)

interface Figure {
  id: string
  place: string
  printed: string
  verdict: string
  computed: unknown
}
const trial = 'part-payment'
const eventsFile = join(folder, 'events.ndjson')

async function figuresOf(run: string): Promise<readonly Figure[]> {
  const out = join(folder, `${run}-out`)
  const { json } = await succeed(['reproduce', trial, '--run', run, '--out', out, '--json'], { cwd: folder })
  return (json() as unknown as { figures: readonly Figure[] }).figures
}

let atOnce: readonly Figure[]
beforeAll(async () => {
  await succeed(['reconstruct', trial, '--out', 'reconstruction'], { cwd: folder })
  await succeed(['export-events', trial, '--run', 'reconstruction', '--out', eventsFile], { cwd: folder })
  atOnce = await figuresOf('reconstruction')
}, 600_000)

describe.each(eachStore)('the reconstruction of the part-payment trial on $name', ({ start }) => {
  let store: Store
  beforeAll(async () => {
    store = await start()
  })
  afterAll(() => store.stop())

  test('event by event, each judged by those before it, gives the printed figures and shares', async () => {
    const run = `replayed-${store.name}`
    const made = readdirSync(join(folder, 'reconstruction')).filter(name => /^(0[1-4]|\w+\.(yaml|csv)$)/.test(name))
    for (const name of made) cpSync(join(folder, 'reconstruction', name), join(folder, run, name), { recursive: true })
    const lines = readFileSync(eventsFile, 'utf8').trimEnd().split('\n')
    const { acknowledged, ended, stderr } = recorder([trial, '--run', run, ...store.flags], lines, folder)
    const { code } = await ended
    expect(acknowledged.filter(({ state }) => state !== 'recorded').slice(0, 3)).toEqual([])
    expect({ code, count: acknowledged.length }, stderr()).toEqual({ code: 0, count: lines.length })
    await succeed(['analyse', trial, '--run', run], { cwd: folder })
    const figures = await figuresOf(run)
    expect(figures).toEqual(atOnce)
    const ofCalls = figures.filter(({ place }) => /figure [2-5]/.test(place))
    const held = ofCalls.filter(({ verdict }) => verdict === 'reproduced' || verdict === 'consistent')
    figure(
      `${store.name}: ${lines.length} events replayed, ${held.length} of ${ofCalls.length} figures of figures 2 to 5 hold`,
    )
    expect(held).toHaveLength(ofCalls.length)
    expect(ofCalls.length).toBeGreaterThan(20)
  })
})
