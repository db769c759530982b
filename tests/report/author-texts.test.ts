import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearest } from '../../src/core/nearest.ts'
import {
  type Block,
  type Document,
  type NamedNumber,
  plainText,
  authorSection as readSection,
  resultsOf,
  writeHtml,
  writeMarkdown,
} from '../../src/report/index.ts'
import { listWords, untiedDigits } from '../support/document-texts.ts'

const numbers: NamedNumber[] = [
  { id: 'payers_share.control.estimate', value: 0.010333, unit: 'share' },
  { id: 'amount_difference.order_of_calling.estimate', value: -13.4, unit: 'pence' },
  { id: 'payers_test.p.value', value: 0.25735, unit: 'p' },
  { id: 'payers_test.statistic', value: 2.7146, unit: 'statistic' },
  { id: 'payers_test.caution_1.1', value: 5, unit: 'number', quoted: '5' },
]
const authorSection = (text: string) => readSection({ file: 'summary.md', text, results: resultsOf(numbers) })
const problems = (text: string) =>
  authorSection(text).issues.map(({ code, place }) => [code, place.line, place.column] as const)
const words = (text: string): string[] => {
  const { blocks, issues } = authorSection(text)
  expect(issues).toEqual([])
  return blocks.flatMap(block =>
    block.kind === 'list' ? listWords(block) : 'text' in block ? [plainText(block.text)] : [],
  )
}
const documentOf = (...blocks: Block[]): Document => ({
  ...{ title: '', subtitle: '', language: 'en-GB', notices: [] },
  sections: [{ id: 's', title: 'Section', blocks }],
})

describe('the text of an author', () => {
  it('is made of paragraphs, headings and lists; its first heading may be its title', () => {
    const { title, blocks } = authorSection(
      '# What was done\n\nOne *word*\nand **more**.\n\n## Next\n- a\n  b\n- c\n\n1. d\n2) e\r\n',
    )
    expect(plainText(title ?? '')).toBe('What was done')
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'heading', 'list', 'list'])
    expect(blocks.slice(2)).toMatchObject([{ ordered: false }, { ordered: true }])
    expect(words('One *word*\nand **more**.\n\n## Next\n- a\n  b\n- c\n\n1. d\n2) e\r\n')).toEqual([
      ...['One word and more.', 'Next', 'a b', 'c', 'd', 'e'],
    ])
    expect(authorSection('No title').title).toBeNull()
  })

  it('may have lists inside items, below the words of the item', () => {
    const { blocks } = authorSection('- a\n  - b\n    more\n    1. c\n  - d\n- e\n - f\n')
    expect(blocks).toEqual([
      {
        kind: 'list',
        ordered: false,
        items: [
          {
            text: ['a'],
            list: {
              kind: 'list',
              ordered: false,
              items: [{ text: ['b more'], list: { kind: 'list', ordered: true, items: [['c']] } }, ['d']],
            },
          },
          ['e'],
          ['f'],
        ],
      },
    ])
  })

  it('takes its numbers from the results, under their ids', () => {
    const { blocks } = authorSection('It was {{ payers_share.control.estimate }} of all.')
    expect(blocks).toEqual([
      {
        kind: 'paragraph',
        text: ['It was ', { kind: 'value', id: 'payers_share.control.estimate', text: '1.03%' }, ' of all.'],
      },
    ])
  })

  it('says how they are to be written', () => {
    expect(words('{{ payers_share.control.estimate | 1 }}')).toEqual(['1.0%'])
    expect(words('{{ payers_share.control.estimate | whole up }}')).toEqual(['2%'])
    expect(words('{{amount_difference.order_of_calling.estimate|size}} less')).toEqual(['£0.13 less'])
    expect(words('P {{ payers_test.p.value | sign }}, **P = {{ payers_test.p.value }}**')).toEqual([
      'P = 0.26, P = 0.26',
    ])
  })

  it('marks digits that are no result', () => {
    const { blocks, issues } = authorSection('Since {{ "March 2017" }}, see `02-eligibility.csv` and [there](a1.html).')
    expect(issues).toEqual([])
    expect(untiedDigits(documentOf(...blocks))).toEqual([])
  })

  it('is a text whatever marks are in it', () => {
    const text = 'a < b & <b>c</b> * d \\*e\\* | f ![g](h) ~~i~~ **j \\{\\{ k }}'
    expect(words(text)).toEqual(['a < b & <b>c</b> * d *e* | f !g ~~i~~ **j {{ k }}'])
    const { blocks } = authorSection('<script>alert()</script> | *a*')
    expect(writeHtml(documentOf(...blocks))).toContain('&lt;script&gt;alert()&lt;/script&gt; | <em>a</em>')
    expect(writeMarkdown(documentOf(...blocks))).toContain('\\<script\\>')
  })

  it('is read whatever is in it, and no digit is let through', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '"',
      '|',
      '*',
      '**',
      '`',
      '[',
      '](',
      ')',
      '\\',
      '\n',
      '\n\n',
      '- ',
      '# ',
      '7',
      'a',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), pieces => {
        const { blocks, title, issues } = authorSection(pieces.join(''))
        const untied = untiedDigits({ ...documentOf(...blocks), subtitle: title ?? '' })
        if (untied.length > 0) expect(issues.map(({ code }) => code)).toContain('report.digit_untied')
      }),
    )
  })
})

describe('what is wrong in a text', () => {
  it('is said all at once, each at its line and column', () => {
    const text = [
      'We saw {{ payers_share.controll.estimate }} and 1.03%',
      '',
      '- in 2016 {{ payers_test.statistic | size loud }}',
      '  and **12** {{ payers_test.statistic | sign }}',
      '',
      'An [unsafe](javascript:alert) link, {{ left open.',
    ].join('\n')
    expect(problems(text)).toEqual([
      ['report.reference_unknown', 1, 11],
      ['report.digit_untied', 1, 49],
      ['report.digit_untied', 3, 6],
      ['report.format_unknown', 3, 38],
      ['report.digit_untied', 4, 9],
      ['report.format_unknown', 4, 41],
      ['report.link_unsafe', 6, 4],
      ['report.reference_unclosed', 6, 37],
    ])
  })

  it('comes with the nearest ids, and never with those of quoted sentences', () => {
    const [issue] = authorSection('{{ payers_test.caution_1.2 }}').issues
    expect(issue?.action).toContain('payers_test.p.value')
    expect(issue?.action).not.toContain('caution')
    expect(authorSection('{{ payers_share.controll.estimate }}').issues[0]).toMatchObject({
      place: { file: 'summary.md', excerpt: '{{ payers_share.controll.estimate }}' },
      action: expect.stringMatching(/^Write one of payers_share\.control\.estimate, /),
    })
  })
})

it('the nearest name is the one with the fewest letters changed', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(nearest('contrl', ['pwc_first', 'control', 'nrp_first'], 1)).toEqual(['control'])
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const distance = editDistance(one, other)
      expect(distance).toBe(editDistance(other, one))
      expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length))
      expect(distance === 0).toBe(one === other)
    }),
  )
})
