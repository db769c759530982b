import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readAuthorTexts } from '../../src/pipeline/author-texts.ts'
import { plainText, resultsOf } from '../../src/report/index.ts'
import { issuesOf } from '../storage/temporary.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)

const results = resultsOf([{ id: 'cases.control', value: 6000, unit: 'count' }])

function trialWith(name: string, texts: Readonly<Record<string, string>>): string {
  const trial = join(folder, name)
  mkdirSync(join(trial, 'report'), { recursive: true })
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(trial, 'report', file), text)
  return trial
}

describe('the texts of a report', () => {
  it('are the files of its sections, and its appendices in order of their names', () => {
    const trial = trialWith('good', {
      'background.md': 'There were {{ cases.control }} cases.',
      'appendix-two-words.md': 'More.',
      'appendix-law.md': '# The law\n\nMuch.',
    })
    const { sections, appendices } = readAuthorTexts(trial, results)
    expect([...sections.keys()]).toEqual(['background'])
    expect(appendices.map(({ name, title }) => [name, plainText(title ?? '')])).toEqual([
      ['law', 'The law'],
      ['two-words', 'two words'],
    ])
  })

  it('may be none', () => {
    expect(readAuthorTexts(join(folder, 'none'), results)).toMatchObject({ appendices: [] })
  })

  it('are refused with the problems of all files', async () => {
    const trial = trialWith('bad', { 'background.md': 'In 2016', 'conclusion.md': '{{ cases.contrl }}', 'end.md': '7' })
    const found = await issuesOf(() => readAuthorTexts(trial, results))
    expect(found.map(({ code }) => code)).toEqual([
      'report.digit_untied',
      'report.reference_unknown',
      'report.section_unknown',
      'report.digit_untied',
    ])
    expect(found[0]?.place).toMatchObject({ file: join(trial, 'report', 'background.md'), line: 1, column: 4 })
  })
})
