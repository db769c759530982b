import { describe, expect, test } from 'vitest'
import { figure } from './figures.ts'
import { somePayments } from './place.ts'
import { eachStore, storeAndRun } from './stores.ts'
import { recorder } from './stream.ts'

const writers = 4
const each = 500

describe.each(eachStore)('several writers at once, on $name', ({ start }) => {
  const made = storeAndRun(start)

  test(`${writers} processes: every acknowledged event is there once, and the chain is whole`, async () => {
    const [store, place] = [made.store(), made.place()]
    const recorders = Array.from({ length: writers }, (_, writer) =>
      recorder([place.trial, '--run', 'run', ...store.flags], somePayments(place, `w${writer}-`, each), place.folder),
    )
    const ended = await Promise.all(recorders.map(each => each.ended))
    for (const { stderr } of recorders) expect(stderr()).toMatch(/^Recorded 500 events; held already: 0; refused: 0\./)
    expect(ended.map(({ code }) => code)).toEqual(recorders.map(() => 0))
    const acknowledged = recorders.flatMap(each => each.acknowledged)
    const log = await store.open(place)
    const ids = (await log.readAll()).map(({ id }) => id)
    const isWhole = (await log.verifyChain()) === undefined
    await log.close()
    figure(
      `${store.name}: ${writers} writers, ${acknowledged.length} acknowledged, ${new Set(ids).size} of them there once`,
    )
    expect(acknowledged.every(({ state }) => state === 'recorded')).toBe(true)
    expect(isWhole).toBe(true)
    expect([...ids].sort()).toEqual(acknowledged.map(({ id }) => id).sort())
    expect(ids).toHaveLength(writers * each)
  })
})
