import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { TrialError } from '../../src/core/errors.ts'
import type { AllocatedCase } from '../../src/model/case.ts'
import { allocationText, readAllocation } from '../../src/pipeline/case-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'equipoise-case-files-'))
const path = join(folder, '04-allocation.csv')
afterAll(() => rmSync(folder, { recursive: true }))

const cases: AllocatedCase[] = [
  { ...{ id: 'C1', stratum: '1993|north', cluster: 'N1', arm: 'control', position: 2, linked: true }, ...share(9, 28) },
  { ...{ id: 'C2', stratum: '2003|north', cluster: 'C2', arm: 'call', position: 1, linked: false }, ...share(1, 3) },
]

function share(numerator: number, denominator: number): Pick<AllocatedCase, 'probability'> {
  return { probability: { numerator, denominator } }
}

test('an allocation that was written is read back', async () => {
  writeFileSync(path, allocationText(cases))
  expect(await readAllocation(path)).toEqual(cases)
})

test('an allocation edited by hand is refused with every bad cell and its line', async () => {
  const edited = allocationText(cases).replace('C1,', '=1+1,').replace(',1,3,1,', ',1,three,1.5,')
  writeFileSync(path, edited)
  const { issues } = (await readAllocation(path).catch(error => error)) as TrialError
  expect(issues.map(({ code, exit, place }) => [code, exit, place.line, place.field])).toEqual([
    ['run.artefact_invalid', 3, 2, 'case'],
    ['run.artefact_invalid', 3, 3, 'probability_denominator'],
    ['run.artefact_invalid', 3, 3, 'position'],
  ])
})
