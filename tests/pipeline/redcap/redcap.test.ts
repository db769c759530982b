import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../../src/core/progress.ts'
import { shuffled, streamsOf } from '../../../src/core/random.ts'
import { type RedcapTable, writeRedcapTable } from '../../../src/pipeline/redcap/allocation-table.ts'
import { compareRedcapRecords } from '../../../src/pipeline/redcap/compare-records.ts'
import { compareRedcapTable } from '../../../src/pipeline/redcap/compare-table.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { brief, issuesOf } from '../../storage/temporary.ts'
import { scratch } from '../../support/folders.ts'
import { SealedRun } from '../../support/sealed-run.ts'
import { replaced } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
const place = new SealedRun(join(folder, 'place'))
const at = (name: string): string => join(folder, name)
const put = (name: string, text: string): string => {
  writeFileSync(at(name), text)
  return at(name)
}
interface Allocated {
  id: string
  stratum: string
  arm: string
}
let allocated: readonly Allocated[] = []

/** With a category at baseline that is no stratum, to make data access groups of. */
const withSystem = (protocol: string): string => {
  const levels = '      levels: [cs2, cscs, clerical]\n'
  return replaced(protocol, levels, `${levels}      baseline: true\n`)
}

beforeAll(async () => {
  await place.prepare(withSystem)
  const [, ...rows] = readFileSync(join(place.run, '04-allocation.csv'), 'utf8').trimEnd().split('\n')
  allocated = rows.map(row => row.split(',')).map(([id = '', stratum = '', , arm = '']) => ({ id, stratum, arm }))
})
afterAll(remove)

const coding = (changes = ''): string => `schema: equipoise/redcap-coding/1
trial: part-payment
record: study_id
arm: { field: group, codes: { pwc_first: "10", nrp_first: "20", control: "0" } }
strata: { scheme: { field: scheme_code, codes: { "1993": "1", "2003": "2" } } }
${changes}`

let files = 0
async function table(
  changes: { coding?: string; development?: boolean } = {},
): Promise<RedcapTable & { cells: string[][] }> {
  files += 1
  const out = at(`table-${files}.csv`)
  const written = await writeRedcapTable(
    { trial: await readTrial(place.trial), run: place.run, out, ...changes },
    silent,
  )
  const [, ...lines] = readFileSync(out, 'utf8').trimEnd().split('\n')
  return { ...written, cells: lines.map(line => line.split(',')) }
}

const compare = async (text: string, codingFile?: string) =>
  compareRedcapRecords(
    { trial: await readTrial(place.trial), run: place.run, file: put('records.csv', text), coding: codingFile },
    silent,
  )

const codes: Readonly<Record<string, string>> = { pwc_first: '1', nrp_first: '2', control: '3' }
const records = (rows: readonly (readonly string[])[]): string =>
  `${['record_id,redcap_event_name,arm,scheme', ...rows.map(row => row.join(','))].join('\n')}\n`
const asAllocated = (): string[][] => allocated.map(({ id, arm, stratum }) => [id, '', codes[arm] ?? '', stratum])

/** What REDCap does: each record in turn gets the first unused row that has its stratum. */
function randomise(rows: readonly (readonly string[])[], order: readonly Allocated[]): string[][] {
  const unused = [...rows]
  return order.map(({ id, stratum }) => {
    const next = unused.findIndex(([, scheme]) => scheme === stratum)
    const [[arm = ''] = []] = unused.splice(next, 1)
    return [id, '', arm, stratum]
  })
}

describe('the allocation table', () => {
  it('has the randomisation field, then the strata, by raw values, and is for its owner alone', async () => {
    const written = await table()
    expect(written).toMatchObject({
      columns: ['arm', 'scheme'],
      rows: 94,
      purpose: 'production',
      fields: [
        { field: 'arm', choices: '1, PWC first | 2, NRP first | 3, Control' },
        { field: 'scheme', choices: '1993, 1993 | 2003, 2003' },
      ],
    })
    expect(readFileSync(written.file, 'utf8').split('\n')[0]).toBe('arm,scheme')
    if (process.platform !== 'win32') expect(statSync(written.file).mode & 0o777).toBe(0o600)
    expect(readFileSync(written.file, 'utf8')).not.toContain('synthetic-')
  })

  it('gives back the allocation where records are randomised in order of id within strata, however strata mix', async () => {
    const { cells: rows } = await table()
    const byId = [...allocated].sort((a, b) => (a.id < b.id ? -1 : 1))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 94, maxLength: 94 }), async turns => {
        const waiting = ['1993', '2003'].map(stratum => byId.filter(each => each.stratum === stratum))
        const order = turns.flatMap(first => {
          const [one, two] = first ? waiting : waiting.toReversed()
          const next = one?.shift() ?? two?.shift()
          return next === undefined ? [] : [next]
        })
        const { agreeing, mismatches } = await compare(records(randomise(rows, order)))
        expect([agreeing, mismatches]).toEqual([94, []])
      }),
      { numRuns: 20 },
    )
  })

  it('gives another where they are randomised in another order, and every record concerned is named', async () => {
    const { cells: rows } = await table()
    const order = shuffled(allocated, streamsOf('another order')('test', ''))
    const found = randomise(rows, order)
    const armOf = new Map(allocated.map(({ id, arm }) => [id, codes[arm]]))
    const wrong = found.filter(([id = '', , arm]) => armOf.get(id) !== arm).map(([id]) => id)
    expect(wrong.length).toBeGreaterThan(10)
    const { mismatches, agreeing } = await compare(records(found))
    expect(mismatches.map(({ kind, record }) => [kind, record])).toEqual(wrong.map(id => ['other_arm', id]))
    expect(agreeing).toBe(94 - wrong.length)
  })

  it('follows a coding, and takes data access groups from a baseline field', async () => {
    const groups = 'dataAccessGroup: { of: system, codes: { cs2: "101", cscs: "102", clerical: "103" } }\n'
    const written = await table({ coding: put('coding.yaml', coding(groups)) })
    expect(written.columns).toEqual(['group', 'scheme_code', 'redcap_data_access_group'])
    const all = new Set(written.cells.map(row => row.join()))
    expect([...all].sort()).toEqual(['0,1,101', '0,2,101', '10,1,101', '10,2,101', '20,1,101', '20,2,101'])
  })

  it('for development has the counts and nothing else of the allocation', async () => {
    const [real, tried, again] = [await table(), await table({ development: true }), await table({ development: true })]
    const sorted = (rows: string[][]) => rows.map(row => row.join()).sort()
    expect(tried.purpose).toBe('development')
    expect(sorted(tried.cells)).toEqual(sorted(real.cells))
    expect(tried.cells).not.toEqual(real.cells)
    expect(again.cells).toEqual(tried.cells)
  })

  it('is not written over another file, nor of a sealed run', async () => {
    const trial = await readTrial(place.trial)
    const out = put('there.csv', 'kept')
    expect(brief(await issuesOf(() => writeRedcapTable({ trial, run: place.run, out }, silent)))).toEqual([
      'redcap.file_exists --out',
    ])
    expect(readFileSync(out, 'utf8')).toBe('kept')
    const sealed = place.copy(at('sealed'))
    await sealed.seal()
    const work = () => writeRedcapTable({ trial, run: sealed.run, out: at('none.csv') }, silent)
    expect(brief(await issuesOf(work))).toEqual(['seal.sealed'])
    expect(existsSync(at('none.csv'))).toBe(false)
  })

  it('needs a group for every case', async () => {
    const other = place.copy(at('no-group'))
    const path = join(other.run, '03-sample.csv')
    const [header = '', ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
    const column = header.split(',').indexOf('system')
    const text = `${[header, ...rows.map((row, index) => (index === 0 ? row.split(',').with(column, '').join() : row))].join('\n')}\n`
    writeFileSync(path, text)
    const manifest = join(other.run, '03-sample.json')
    const { sha256 } = await import('../../../src/core/hash.ts')
    const recorded = JSON.parse(readFileSync(manifest, 'utf8'))
    writeFileSync(manifest, JSON.stringify({ ...recorded, content: sha256(text) }))
    const groups = 'dataAccessGroup: { of: system, codes: { cs2: "101", cscs: "102", clerical: "103" } }\n'
    const request = { trial: await readTrial(other.trial), run: other.run, out: at('no.csv') }
    const work = () => writeRedcapTable({ ...request, coding: put('coding.yaml', coding(groups)) }, silent)
    expect((await issuesOf(work)).map(({ code }) => code)).toEqual(['redcap.group_missing'])
  })
})

describe('a coding', () => {
  it.each([
    ['of another trial', coding().replace('part-payment', 'other'), ['2']],
    ['with an arm left out', coding().replace(', control: "0"', ''), ['4']],
    ['with an arm too many', coding().replace('control: "0"', 'control: "0", other: "5"'), ['4']],
    ['with one code twice', coding().replace('"20"', '"10"'), ['4']],
    ['without a stratum', coding().replace(/strata: .*/, 'strata: {}'), ['5']],
    [
      'with a stratum too many',
      coding().replace('strata: {', 'strata: { age: { field: age, codes: { a: "1" } },'),
      ['5'],
    ],
    ['with a code that REDCap does not take', coding().replace('"20"', '"2 0"'), ['4']],
    ['with a field that REDCap does not take', coding().replace('field: group', 'field: Group'), ['4']],
    ['with groups of no baseline category', coding('dataAccessGroup: { of: nrp_age, codes: {} }\n'), ['6']],
    [
      'with groups that are no numbers',
      coding('dataAccessGroup: { of: system, codes: { cs2: one, cscs: "2", clerical: "3" } }\n'),
      ['6'],
    ],
  ])('%s is refused at its line', async (_, text, lines) => {
    const issues = await issuesOf(() => table({ coding: put('wrong.yaml', text) }))
    expect(issues.map(({ code, place: { line } }) => [code, String(line)])).toEqual(
      lines.map(line => ['document.invalid', line]),
    )
  })
})

describe('records of REDCap', () => {
  it('that are as allocated agree, also over several events and with other columns', async () => {
    const rows = asAllocated().flatMap(([id = '', , arm = '', scheme = '']) => [
      [id, 'baseline_arm_1', '', scheme],
      [id, 'visit_arm_1', arm, ''],
    ])
    expect(await compare(records(rows))).toMatchObject({ records: 94, agreeing: 94, notRandomised: 0, mismatches: [] })
  })

  it('are named one by one where they do not agree', async () => {
    const [one, two, three, four, five, six, ...rest] = asAllocated() as [
      string[],
      string[],
      string[],
      string[],
      string[],
      string[],
    ]
    const other = (code = ''): string => (code === '1' ? '2' : '1')
    const file = records([
      one.with(2, other(one[2])),
      two.with(2, ''),
      three.with(2, '99'),
      four.with(3, four[3] === '1993' ? '2003' : '1993'),
      five,
      five.with(2, other(five[2])),
      ['stranger', '', '1', '1993'],
      ...rest,
    ])
    const { mismatches, notRandomised, agreeing } = await compare(file)
    expect(mismatches.map(({ kind, record, line }) => [kind, record, line])).toEqual([
      ['other_arm', one[0], 2],
      ['unknown_code', three[0], 4],
      ['other_stratum', four[0], 5],
      ['ambiguous', five[0], 6],
      ['not_allocated', 'stranger', 8],
      ['no_record', six[0], null],
    ])
    for (const { record, detail } of mismatches) expect(detail).toContain(record)
    expect([notRandomised, agreeing]).toEqual([1, 94 - 6])
  })

  it('are read by a coding', async () => {
    const own: Readonly<Record<string, string>> = { pwc_first: '10', nrp_first: '20', control: '0' }
    const rows = allocated.map(({ id, arm, stratum }) => `${id},${own[arm]},${stratum === '1993' ? 1 : 2}`)
    const text = `${['study_id,group,scheme_code', ...rows].join('\r\n')}\r\n`
    expect((await compare(`\uFEFF${text}`, put('coding.yaml', coding()))).agreeing).toBe(94)
  })

  it('without the columns that are compared are refused', async () => {
    expect(brief(await issuesOf(() => compare('record_id,group\n1,1\n')))).toEqual([
      'table.missing_column arm',
      'table.missing_column scheme',
    ])
  })
})

describe('a table read back', () => {
  const compare = async (text: string, changes: { coding?: string } = {}) =>
    compareRedcapTable(
      { trial: await readTrial(place.trial), run: place.run, file: put('downloaded.csv', text), ...changes },
      silent,
    )
  const written = async (): Promise<string> => readFileSync((await table()).file, 'utf8')

  it('agrees where it is the one that was written, under either name of its field and with other columns', async () => {
    const text = await written()
    const same = { rows: allocated.length, agreeing: allocated.length, differences: [] }
    expect(await compare(text)).toMatchObject({ schema: 'equipoise/redcap-table-comparison/1', ...same })
    const renamed = text.replace(/^arm/, 'redcap_randomization_group').replaceAll(/^(.+)$/gm, '$1,used')
    expect(await compare(renamed)).toMatchObject(same)
  })

  it('agrees in whatever order strata stand, as long as each keeps its own', async () => {
    const [head = '', ...rows] = (await written()).trimEnd().split('\n')
    const [first, second] = ['1993', '2003'].map(level => rows.filter(row => row.endsWith(`,${level}`)))
    const mixed = [...(second ?? []), ...(first ?? [])]
    expect(mixed).not.toEqual(rows)
    expect((await compare([head, ...mixed, ''].join('\n'))).differences).toEqual([])
  })

  it('differs where an arm was changed, a row is gone, one is too many, or rows changed places', async () => {
    const [head = '', ...rows] = (await written()).trimEnd().split('\n')
    const [arm = '', stratum = ''] = (rows[0] ?? '').split(',')
    const other = arm === '1' ? '2' : '1'
    const changed = await compare([head, `${other},${stratum}`, ...rows.slice(1), ''].join('\n'))
    expect(changed.differences).toEqual([
      { kind: 'other_arm', line: 2, detail: `row 1 of stratum ${stratum} has arm ${other}, and was drawn as ${arm}` },
    ])
    expect(changed.agreeing).toBe(allocated.length - 1)
    const last = rows.at(-1) ?? ''
    const inLast = rows.filter(row => row.split(',')[1] === last.split(',')[1]).length
    const where = `row ${inLast} of stratum ${last.split(',')[1]}`
    expect((await compare([head, ...rows.slice(0, -1), ''].join('\n'))).differences).toEqual([
      { kind: 'row_missing', line: null, detail: `${where} is missing` },
    ])
    const more = await compare([head, ...rows, last, ''].join('\n'))
    expect(more.differences.map(({ kind, line }) => [kind, line])).toEqual([['row_too_many', rows.length + 2]])
    expect((await compare([head, ...rows.toReversed(), ''].join('\n'))).differences.length).toBeGreaterThan(0)
  })

  it('must have the columns of the project', async () => {
    expect(brief(await issuesOf(() => compare('group,stratum\n1,1993\n')))).toEqual(
      expect.arrayContaining([expect.stringContaining('arm'), expect.stringContaining('scheme')]),
    )
  })
})
