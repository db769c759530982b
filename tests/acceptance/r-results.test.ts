import { describe, expect, test } from 'vitest'
import { findRoot } from '../../src/numerics/index.ts'
import { oracle } from '../support/analysis.ts'
import { needsSharedData } from '../support/needs.ts'
import { type Entry, oursFor } from './r-entries.ts'
import { normalPower } from './r-power.ts'

// Every number that R gave for the public trials and for the small examples, recomputed from the same cases. A number
// that nothing here recomputes fails.

const entries = oracle<{ oracles: Entry[] }>('r-results.json').oracles

/** R finds these by a search for a root, to a quarter of its digits or so; the others are compared to 1e-9. */
const searched: Readonly<Record<string, number>> = {
  fisher_or: 1e-4,
  fisher_ci: 1e-4,
  n_power_prop_test: 1e-7,
  n_pwr_2p: 1e-7,
  // Its default search stops early; with tol = 1e-12 it gives what is asserted below.
  mde_p2_80: 2e-3,
  'power.t.n': 1e-7,
  'power.chisq.n': 1e-6,
  'power.anova.n': 1e-6,
  // Iterated until the deviance changes by less than 1e-8 of itself; its errors are those of the step before the last.
  'kl.probit': 5e-5,
}

function compare(id: string, path: string, theirs: unknown, own: unknown): void {
  if (typeof theirs === 'number') {
    const named = Object.entries(searched).find(([key]) => path.split('.').includes(key) || id === key)
    const tolerance = named?.[1] ?? 1e-9
    const near = Math.abs(Number(own) - theirs) <= tolerance * Math.max(Math.abs(theirs), 1e-6)
    expect(near, `${id} ${path}: R ${theirs}, here ${String(own)}`).toBe(true)
  } else if (Array.isArray(theirs)) {
    expect(own, `${id} ${path}`).toHaveLength(theirs.length)
    for (const [index, value] of theirs.entries()) compare(id, `${path}.${index}`, value, (own as unknown[])[index])
  } else if (typeof theirs === 'object' && theirs !== null) {
    for (const [key, value] of Object.entries(theirs))
      compare(id, `${path}.${key}`, value, (own as Record<string, unknown>)?.[key])
  } else expect(own, `${id} ${path}`).toBe(theirs)
}

test('the detectable share of the published trial is what R finds when told to search to 1e-12', () => {
  expect(findRoot(p => normalPower(0.0103, p, 6000) - 0.8, 0.0104, 0.5)).toBeCloseTo(0.0161417145417, 13)
})

const needsData = /^(kl|tanf|nsw)\./
describe('what R gives for the small examples', () => {
  test.each(entries.filter(({ id }) => !needsData.test(id)))('$id', entry => {
    compare(entry.id, '', entry.result, oursFor(entry))
  })
})

describe.runIf(['karlan_list_2007.csv', 'dc_tanf_recertification_2017.csv', 'nsw_mixtape.csv'].every(needsSharedData))(
  'what R gives for the public trials',
  () => {
    test.each(entries.filter(({ id }) => needsData.test(id)))('$id', entry => {
      compare(entry.id, '', entry.result, oursFor(entry))
    })
  },
)
