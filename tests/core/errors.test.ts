import { describe, expect, it } from 'vitest'
import {
  InternalError,
  issueKind,
  printIssue,
  printIssues,
  quote,
  refuseIfAny,
  TrialError,
} from '../../src/core/errors.ts'
import { defineRegistry } from '../../src/core/registry.ts'

const kind = issueKind('test.example', 'design', 'An example.', (line: number, excerpt?: string, column?: number) => ({
  place: { file: 'plan.yaml', line, column, field: 'alpha', excerpt },
  expected: 'a number between 0 and 1',
  received: quote('5 %'),
  action: 'Write 0.05.',
}))

describe('issues', () => {
  it('say where, what was expected, what was received and what to do', () => {
    expect(printIssue(kind(3))).toBe(
      'plan.yaml:3 alpha: expected a number between 0 and 1, received "5 %". Write 0.05.',
    )
  })

  it('show the line with a caret, and a window of a long line', () => {
    const [, line = '', mark = ''] = printIssue(kind(12, 'alpha: 5 %', 8)).split('\n')
    expect(line).toBe('  12 | alpha: 5 %')
    expect(line.slice(mark.indexOf('^'))).toBe('5 %')
    const long = `${'x'.repeat(1000)}!${'y'.repeat(1000)}`
    const [, text = '', caret = ''] = printIssue(kind(1, long, 1001)).split('\n')
    expect(text.length).toBeLessThan(200)
    expect(text[caret.indexOf('^')]).toBe('!')
  })

  it('are all carried, and the first twenty shown', () => {
    const issues = Array.from({ length: 23 }, (_, at) => kind(at + 1))
    const error = new TrialError(issues)
    expect(error.issues).toHaveLength(23)
    expect(error.exitCode).toBe(4)
    expect(printIssues(issues).split('\n')).toHaveLength(21)
    expect(error.message).toMatch(/… and 3 more\.$/)
    expect(() => refuseIfAny(issues)).toThrow(TrialError)
    expect(() => refuseIfAny([])).not.toThrow()
    expect(() => new TrialError([])).toThrow(InternalError)
  })

  it('quote what was received, shortened', () => {
    expect([quote(undefined), quote(5n), quote('a\nb'), quote(null)]).toEqual(['nothing', '5', '"a\\nb"', 'null'])
    expect(quote('z'.repeat(10_000_000))).toMatch(/^"z{59}… \(10000002 characters\)$/)
  })
})

it('a registry refuses two entries of one id', () => {
  const registry = defineRegistry('thing', [{ id: 'a' }, { id: 'b' }])
  expect([registry.ids, registry.find('b'), registry.find('constructor')]).toEqual([['a', 'b'], { id: 'b' }, undefined])
  expect(() => defineRegistry('thing', [{ id: 'a' }, { id: 'a' }])).toThrow(InternalError)
})
