import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const head = 'schema: equipoise/audit-file/1\ndocument: { title: A report }\n'

describe('equipoise audit', () => {
  it('prints a row for each statement, the worst first, and exits with 1', async () => {
    const { exitCode, stdout, stderr } = await inProcess(['audit', 'part-payment'])
    expect([exitCode, stderr]).toEqual([1, ''])
    const rows = stdout
      .split('\n')
      .flatMap(line => /^(inconsistent|undetermined|consistent) {2,}/.exec(line)?.[1] ?? [])
    expect(rows).toEqual([...rows].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
    expect(rows.filter(verdict => verdict === 'inconsistent')).toHaveLength(2)
    expect(stdout).toMatch(/^inconsistent .*0\.32 +none +No whole number of 6,718 gives it/m)
    expect(stdout).toMatch(/\nNext: equipoise audit part-payment --out/)
  })

  it('writes the report where asked, and the same as JSON', async () => {
    const out = join(folder, 'out')
    const { exitCode, json } = await inProcess(['audit', 'worked-example', '--out', out, '--json'])
    const { files, ...audit } = json() as { files: { html: string; markdown: string; json: string } }
    expect(exitCode).toBe(1)
    expect(audit).toMatchObject({ schema: 'equipoise/audit/1', totals: { inconsistent: 5 } })
    expect(JSON.parse(readFileSync(files.json, 'utf8'))).toEqual(audit)
    expect(existsSync(files.markdown)).toBe(true)
    const html = readFileSync(files.html, 'utf8')
    expect(html).toContain('Do reminder letters work?')
    expect(html).not.toMatch(/undefined|NaN|\[object|Infinity/)
  })

  it('exits with 0 where nothing is inconsistent, and keeps markup in a title text', async () => {
    const file = write(
      'sound.yaml',
      `${head}groups: [{ id: all, title: "<script>alert(1)</script>", n: "20" }]\nnumbers:\n  - { id: half, title: "<img src=x>=1+1", place: p.1, printed: "50%", is: { percentage: { n: all } } }\n`,
    )
    const out = join(folder, 'sound')
    const { exitCode, stdout } = await inProcess(['audit', file, '--out', out])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('It is 10 of 20.')
    const html = readFileSync(join(out, 'report.html'), 'utf8')
    expect(html).not.toMatch(/<script|<img/)
  })

  it.each([
    ['an unknown file', () => 'no-such-report', ['audit.file_not_found'], 'part-payment, worked-example'],
    [
      'a reference to nothing, a later number and itself',
      () =>
        write(
          'references.yaml',
          `${head}numbers:\n  - { id: a, title: A, place: p, printed: "1", is: { sum: [a, b] } }\n  - { id: b, title: B, place: p, printed: "1", is: { sum: [a, c] } }\n`,
        ),
      Array(3).fill('document.invalid'),
      'references.yaml:4:60',
    ],
    [
      'numbers that are none',
      () =>
        write(
          'numbers.yaml',
          `${head}numbers:\n  - { id: a, title: A, place: p, printed: "about 3" }\n  - { id: b, title: B, printed: 1.5 }\n`,
        ),
      Array(2).fill('document.invalid'),
      'a number as printed, in quotes',
    ],
    [
      'a relation of no kind',
      () =>
        write(
          'relations.yaml',
          `${head}groups: [{ id: a, title: A, n: "10" }]\nnumbers:\n  - { id: x, title: X, place: p, printed: "1", is: { mode: { n: a } } }\n`,
        ),
      Array(1).fill('document.invalid'),
      'one of percentage, count, sum',
    ],
    [
      'ids that are given twice',
      () =>
        write(
          'ids.yaml',
          `${head}groups: [{ id: a, title: A, n: "10" }, { id: a, title: A, n: "10" }]\nnumbers:\n  - { id: a, title: A, place: p, printed: "1" }\n  - { id: b, title: B, place: p, printed: "1" }\nwholes: [{ id: b, title: B, place: p, parts: [a, b], of: nobody }]\n`,
        ),
      Array(4).fill('document.invalid'),
      'an id that nothing above has',
    ],
    [
      'a half-width of what is no percentage',
      () =>
        write(
          'kinds.yaml',
          `${head}numbers:\n  - { id: a, title: A, place: p, printed: "1" }\n  - { id: b, title: B, place: p, printed: "1", is: { half_width: { percentage: a } } }\n  - { id: c, title: C, place: p, printed: "1", is: { degrees_of_freedom: { of: a } } }\n  - { id: d, title: D, place: p, printed: "1", is: { p: { statistic: a, distribution: f, df: [1] } } }\n`,
        ),
      Array(3).fill('document.invalid'),
      '2 degrees of freedom for f',
    ],
    [
      'statements together of which there are none, or one twice',
      () =>
        write(
          'together.yaml',
          `${head}numbers:\n  - { id: a, title: A, place: p, printed: "1" }\n  - { id: b, title: B, place: p, printed: "2", is: { sum: [a, a] } }\ntogether:\n  - { id: b, title: B, statements: [b, b] }\n  - { id: c, title: C, statements: [a, nobody] }\n  - { id: c, title: C, statements: [b, a] }\n`,
        ),
      Array(6).fill('document.invalid'),
      'the id of a printed number with `is`, or of a whole',
    ],
    [
      'a correction of three rows, and a difference of what are no percentages',
      () =>
        write(
          'corrections.yaml',
          `${head}numbers:\n  - { id: a, title: A, place: p, printed: "1" }\n  - { id: b, title: B, place: p, printed: "1", is: { chi_squared: { rows: [{ counts: [a, a] }, { counts: [a, a] }, { counts: [a, a] }], correction: yates } } }\n  - { id: c, title: C, place: p, printed: "1", is: { half_width: { percentages: [a, b] } } }\n  - { id: d, title: D, place: p, printed: "1", is: { interval: { side: lower, percentages: [a, b] } } }\n`,
        ),
      Array(5).fill('document.invalid'),
      "a table of two by two with Yates's correction, received one of 3 by 2",
    ],
  ])('refuses %s', async (_, make, codes, says) => {
    const { exitCode, stderr, json } = await inProcess(['audit', make(), '--json'])
    const { issues } = json() as { issues: readonly { code: string }[] }
    expect([exitCode, issues.map(({ code }) => code)]).toEqual([3, codes])
    expect(stderr).toContain(says)
    expect(stderr).not.toMatch(/undefined|NaN|\[object/)
  })
})

const order = ['inconsistent', 'undetermined', 'consistent']
