import { describe, expect, it } from 'vitest'
import { noticeOfCases } from '../../src/pipeline/notices.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'

const trial = await readTrial(findTrial('part-payment'))

describe('the notice of cases', () => {
  it('is that of what they were made up for, told by one id among others', () => {
    expect(noticeOfCases(trial, ['C1', 'synthetic-00000001'])).toMatch(/^These cases are made up/)
    expect(noticeOfCases(trial, ['C1', 'reconstruction-00000001'])).toMatch(/^This is a reconstruction/)
  })

  it('is none for cases that were not made up', () => {
    expect(noticeOfCases(trial, ['C00000001', 'unsynthetic-1'])).toBeNull()
  })
})
