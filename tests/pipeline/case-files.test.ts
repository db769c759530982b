import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { csvLine } from '../../src/core/csv-text.ts'
import type { TrialError } from '../../src/core/errors.ts'
import { streamsOf } from '../../src/core/random.ts'
import { drawAllocation } from '../../src/design/index.ts'
import { type AllocatedCase, sampleColumns } from '../../src/model/case.ts'
import type { Protocol } from '../../src/model/protocol.ts'
import {
  allocationText,
  readAllocation,
  readSample,
  readSampleTable,
  sampleText,
} from '../../src/pipeline/case-files.ts'
import { mixedProtocol, mixedSample } from '../support/mixed-designs.ts'

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
  writeFileSync(path, Buffer.concat([...allocationText(cases)]))
  expect(await readAllocation(path)).toEqual(cases)
})

test('an allocation edited by hand is refused with every bad cell and its line', async () => {
  const edited = Buffer.concat([...allocationText(cases)])
    .toString()
    .replace('C1,', '=1+1,')
    .replace(',1,3,1,', ',1,three,1.5,')
  writeFileSync(path, edited)
  const { issues } = (await readAllocation(path).catch(error => error)) as TrialError
  expect(issues.map(({ code, exit, place }) => [code, exit, place.line, place.field])).toEqual([
    ['run.artefact_invalid', 3, 2, 'case'],
    ['run.artefact_invalid', 3, 3, 'probability_denominator'],
    ['run.artefact_invalid', 3, 3, 'position'],
  ])
})

const protocol = mixedProtocol({ method: 'complete' }) as Protocol
const sampled = mixedSample('case files', 50, true)
  .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  .map((each, index) => ({ ...each, probability: { numerator: (index % 2) + 1, denominator: 7 } }))

test('a sample is written line by line as its cells, and read back, as columns and as cases', async () => {
  const written = Buffer.concat([...sampleText(sampled, protocol)]).toString()
  const fields = protocol.caseload.fields.map(({ id }) => id)
  const lines = sampled.map(({ id, stratum, cluster, probability: { numerator, denominator }, baseline }) =>
    csvLine([id, stratum, cluster, numerator / denominator, numerator, denominator, ...fields.map(at => baseline[at])]),
  )
  const header = csvLine([...sampleColumns, ...fields.map(id => (id === 'arrears' ? 'arrears_pence' : id))])
  expect(written).toBe([header, ...lines].join(''))
  writeFileSync(path, written)
  const table = await readSampleTable(path, protocol)
  expect([...table]).toEqual(sampled)
  expect(await readSample(path, protocol)).toEqual(sampled)
  expect(sampleText(table, protocol).sha256).toBe(sampleText(sampled, protocol).sha256)
})

test('an allocation as columns is written as its cases are', () => {
  const record = drawAllocation(sampled, protocol, streamsOf('7'))
  expect(Buffer.concat([...allocationText(record)])).toEqual(Buffer.concat([...allocationText([...record])]))
})
