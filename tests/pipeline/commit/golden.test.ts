import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { CaseField } from '../../../src/model/protocol.ts'
import { readBeaconValue } from '../../../src/pipeline/commit/beacon.ts'
import { caseListLines, hashCaseList } from '../../../src/pipeline/commit/case-list.ts'
import { seedOf } from '../../../src/pipeline/commit/start.ts'

// scripts/check-allocation-vectors.py computes the same from docs/allocation-algorithm.md, in Python.
const { caseList, seed } = JSON.parse(readFileSync('tests/golden/commitment-v1.json', 'utf8')) as {
  caseList: {
    caseId: string
    rows: [string, ...(string | number | boolean | null)[]][]
    lines: string[]
    sha256: string
  }
  seed: { commit: string; published: string; beacon: string; secret: string; seed: string }
}
const types: Record<string, CaseField['type']> = {
  scheme: 'category',
  arrears: 'money',
  age: 'integer',
  since: 'date',
  employed: 'boolean',
  note: 'text',
}
const fields = Object.entries(types).map(([id, type]): CaseField => ({ id, title: id, type }))
const tableOf = (rows: typeof caseList.rows) => ({
  ids: rows.map(([id]) => id),
  columns: new Map(fields.map(({ id }, index) => [id, rows.map(row => row[index + 1] ?? null)])),
})

it('hashes the golden case list, in any order of rows', () => {
  const declaration = { caseId: caseList.caseId, fields }
  expect([...caseListLines(tableOf(caseList.rows), declaration)]).toEqual(caseList.lines)
  expect(hashCaseList(tableOf(caseList.rows.toReversed()), declaration)).toBe(caseList.sha256)
})

it('derives the golden seed from the value as it was published', () => {
  const beacon = readBeaconValue(seed.published, [])
  expect(beacon).toBe(seed.beacon)
  expect(seedOf({ ...seed, beacon })).toBe(seed.seed)
})
