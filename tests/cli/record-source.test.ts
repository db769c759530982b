import { describe, expect, it } from 'vitest'
import { type RecordOptions, recordSource } from '../../src/cli/record-source.ts'
import { brief, issuesOf } from '../storage/temporary.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {}
const pipe = nothing()
const terminal = Object.assign(nothing(), { isTTY: true })
const of = (options: Partial<RecordOptions>, stdin = pipe) => recordSource({ set: [], ...options }, stdin)

describe('what `record` records', () => {
  it.each<[string, Partial<RecordOptions>, object]>([
    ['a file', { events: 'a.csv' }, { way: 'file', events: 'a.csv', format: undefined }],
    ['a file of a given format', { events: 'a.txt', format: 'csv' }, { way: 'file', events: 'a.txt', format: 'csv' }],
    ['standard input', { events: '-' }, { way: 'file', events: { path: 'stdin', chunks: pipe }, format: 'ndjson' }],
    ['a table on it', { events: '-', format: 'csv' }, { way: 'file', format: 'csv' }],
    ['a ledger', { events: 'a.csv', ledger: 'bank' }, { way: 'ledger', events: 'a.csv', ledger: 'bank' }],
    ['a stream', { stream: true, by: 'office' }, { way: 'stream' }],
    ['one event', { case: 'A1', kind: 'payment' }, { way: 'flags', event: { case: 'A1', kind: 'payment', set: [] } }],
    ['an event of settings alone, to be refused as one', { set: ['a=b'] }, { way: 'flags' }],
  ])('is %s', (_, options, expected) => {
    expect(of(options)).toMatchObject(expected)
  })

  it('is asked for in a terminal only', async () => {
    expect(of({ by: 'office' }, terminal)).toEqual({ way: 'interview' })
    expect(brief(await issuesOf(() => of({ by: 'office' })))).toEqual(['cli.record_source'])
  })

  it.each<[Partial<RecordOptions>, string[]]>([
    [{ events: 'a.csv', stream: true }, ['cli.record_source']],
    [{ events: 'a.csv', case: 'A1' }, ['cli.record_source']],
    [{ stream: true, set: ['a=b'] }, ['cli.record_source']],
    [{ ledger: 'bank' }, ['cli.record_source']],
    [{ ledger: 'bank', events: 'a.csv', format: 'csv' }, ['cli.record_source']],
    [{ format: 'csv' }, ['cli.record_source']],
    [{ events: 'a.csv', format: 'xml' }, ['cli.record_format --format']],
  ])('is not %j', async (options, codes) => {
    expect(brief(await issuesOf(() => of(options, terminal)))).toEqual(codes)
  })
})
