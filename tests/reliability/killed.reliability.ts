import { describe, expect, test } from 'vitest'
import { simulationStream } from '../../src/core/simulation-random.ts'
import { figure } from './figures.ts'
import { payments } from './place.ts'
import { eachStore, storeAndRun } from './stores.ts'
import { pause, recorder } from './stream.ts'

const rounds = 50
/** Milliseconds after the first acknowledgment at which a writer is killed at the latest. */
const longest = 600

describe.each(eachStore)('a writer killed at random moments, on $name', ({ start }) => {
  const made = storeAndRun(start)

  test(`in ${rounds} rounds nothing that was acknowledged is lost, and the chain is whole`, async () => {
    const [store, place] = [made.store(), made.place()]
    const random = simulationStream({ purpose: 'reliability', seed: 'killed' })
    const promised = new Set<string>()
    let [lost, opened, whole] = [0, 0, 0]
    for (let round = 0; round < rounds; round += 1) {
      const { process, acknowledged, ended, stderr } = recorder(
        [place.trial, '--run', 'run', ...store.flags],
        payments(place, `r${round}-`),
        place.folder,
        round % 2 === 0 ? 0 : 2,
      )
      await firstOf(acknowledged, ended)
      expect(stderr()).toBe('')
      await pause(random.below(longest))
      process.kill('SIGKILL')
      expect((await ended).signal).toBe('SIGKILL')
      for (const { id, state } of acknowledged) if (state === 'recorded') promised.add(id)
      const log = await store.open(place)
      opened += 1
      const held = new Set((await log.readAll()).map(({ id }) => id))
      for (const id of promised) if (!held.has(id)) lost += 1
      if ((await log.verifyChain()) === undefined) whole += 1
      await log.close()
    }
    figure(
      `${store.name}: killed ${rounds} times, ${promised.size} events acknowledged, ${lost} lost, opened ${opened}, chain whole ${whole}`,
    )
    expect({ lost, opened, whole }).toEqual({ lost: 0, opened: rounds, whole: rounds })
    // Rounds in which next to nothing was recorded would prove nothing.
    expect(promised.size).toBeGreaterThan(rounds * 10)
  })
})

async function firstOf(acknowledged: readonly unknown[], ended: Promise<unknown>): Promise<void> {
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (acknowledged.length === 0 && !isOver) await pause(5)
}
