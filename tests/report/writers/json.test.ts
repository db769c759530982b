import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writtenDocumentSchema } from '../../../src/model/written-document.ts'
import { auditReport } from '../../../src/pipeline/audit/audit-report.ts'
import { findAuditFile, readAuditFile } from '../../../src/pipeline/audit/read-audit-file.ts'
import { checklistOfTrial } from '../../../src/pipeline/checklist/checklist.ts'
import { checklistDocument } from '../../../src/pipeline/checklist/checklist-document.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { auditDocument, writeJson } from '../../../src/report/index.ts'
import { scratch } from '../../support/folders.ts'
import { writeSmallTrial } from '../../support/small-trial.ts'
import { documentWith, hostile } from '../documents.ts'
import { partPaymentReport } from '../part-payment.ts'

const { folder, remove } = scratch()
afterAll(remove)

const faultsOf = (json: string) => writtenDocumentSchema.safeParse(JSON.parse(json)).error?.issues ?? []

describe('the document as JSON', () => {
  it.each([
    ['every kind of block', () => documentWith('of all cases')],
    ['hostile words', () => documentWith(hostile.join(' '))],
    ['a report', partPaymentReport],
    ['an audit', () => auditDocument(auditReport(readAuditFile(findAuditFile('part-payment'))))],
    [
      'a checklist',
      async () => {
        const trial = await readTrial(writeSmallTrial(join(folder, 'trial')))
        return checklistDocument(trial, checklistOfTrial(trial, null), 'A notice.')
      },
    ],
  ])('of %s is as its schema says', async (_, document) => {
    expect(faultsOf(writeJson(await document()))).toEqual([])
  })

  it.each([
    ['another schema', (json: string) => json.replace('document/1', 'document/2')],
    ['a number without an id', (json: string) => json.replace('"id":"paid"', '"id":""')],
    ['a kind of block that is none', (json: string) => json.replace('"kind":"note"', '"kind":"aside"')],
    ['a key that nobody knows', (json: string) => json.replace('"ordered":true', '"ordered":true,"start":2')],
    ['a list that holds what is no item', (json: string) => json.replace('"deepest"', '{"text":"deepest"}')],
  ])('with %s is not', (_, change) => {
    const json = writeJson(documentWith('of all cases'))
    expect(change(json)).not.toBe(json)
    expect(faultsOf(change(json))).not.toEqual([])
  })
})
