import { expect, it } from 'vitest'
import {
  type Document,
  joined,
  literal,
  plainText,
  type Text,
  text,
  writeHtml,
  writeMarkdown,
} from '../../src/report/index.ts'
import { sectionText } from '../../src/report/writers/text.ts'

const share = { kind: 'value', id: 'payers_share.control.estimate', text: '1.03%' } as const

it('a text is made of words and what stands between them', () => {
  expect(text`${share} of ${literal('2003')} cases`).toEqual([share, ' of ', literal('2003'), ' cases'])
  expect(text`only words`).toEqual(['only words'])
  expect(text`${[share, ' and ', share]}${''}`).toEqual([share, ' and ', share])
  expect(plainText(joined([share, literal('2'), 'three'], ', '))).toBe('1.03%, 2, three')
})

it('writers write values, literals and emphasis in any text', () => {
  const strong: Text = [{ kind: 'strong', text: text`Share: ${share}` }, ' <', literal('*7*')]
  const section = {
    id: 's',
    title: text`Part ${literal('1')}`,
    blocks: [
      { kind: 'paragraph' as const, text: strong },
      { kind: 'heading' as const, text: strong },
    ],
  }
  const document: Document = {
    title: text`In ${literal('2016')}`,
    subtitle: '',
    language: 'en-GB',
    notices: [],
    sections: [section],
  }
  expect(writeHtml(document)).toContain('<p><strong>Share: 1.03%</strong> &lt;*7*</p>')
  expect(writeHtml(document)).toContain('<title>In 2016</title>')
  expect(writeMarkdown(document)).toContain('### **Share: 1.03%** \\<\\*7\\*')
  expect(sectionText(section, 80)).toBe('Part 1\n======\n\nShare: 1.03% <*7*\n\nShare: 1.03% <*7*')
})
