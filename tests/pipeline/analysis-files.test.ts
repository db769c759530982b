import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { analyseRun } from '../../src/pipeline/analyse-run.ts'
import { exportAnalysisSet } from '../../src/pipeline/export-analysis-set.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { verifyRun } from '../../src/pipeline/verify-run.ts'
import { readPseudonymKey, writePseudonymKey } from '../../src/storage/pseudonym-key.ts'
import { brief, issuesOf } from '../storage/temporary.ts'
import { parseCsv } from '../support/csv.ts'
import { filesIn, scratch } from '../support/folders.ts'
import { SealedRun } from '../support/sealed-run.ts'
import { replaced } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const made = new SealedRun(join(folder, 'made'))
const key = join(folder, 'pseudonyms.key')
const names = [
  '06-analysis-set.csv',
  '06-analysis-set.json',
  '06-analysis-sets.csv',
  '06-analysis-sets.json',
  '06-flags.csv',
  '06-flags.json',
  '06-dictionary.csv',
  '06-import.py',
  '06-import.R',
]

/** A baseline field of free text, and a plan without what takes time: both before cases are drawn. */
const prepare = () =>
  made.prepare(protocol => {
    const path = join(made.trial, 'plan.yaml')
    const plan = readFileSync(path, 'utf8')
    const [head = ''] = plan.split('\nanalyses:\n')
    const ids = ['amount_mean_suitable', 'amount_difference', 'payers_effect_on_contacted']
    writeFileSync(path, `${head}\nanalyses:\n${kept(plan, ids)}`)
    const field = '      title: Non-resident parent\n      type: text\n'
    return replaced(protocol, field, `${field}      baseline: true\n`)
  })

const kept = (plan: string, ids: readonly string[]): string =>
  ids.map(id => new RegExp(` {2}- id: ${id}\\n(?: {4}.*\\n)+`).exec(plan)?.[0] ?? '').join('')

beforeAll(async () => {
  await prepare()
  writePseudonymKey(key, '5a'.repeat(32))
})
afterAll(remove)

let copies = 0
function copy(): SealedRun {
  copies += 1
  return made.copy(join(folder, `copy-${copies}`))
}
const analyse = async (place: SealedRun) => analyseRun(await readTrial(place.trial), place.run, silent)
const read = (place: SealedRun, name: string): string => readFileSync(join(place.run, name), 'utf8')

/** The events with their columns the other way round and cases in another order; the events of a case keep theirs. */
function rearranged({ events }: SealedRun): string {
  const [header = [], ...rows] = parseCsv(readFileSync(events, 'utf8'))
  const at = header.indexOf('case')
  const mixed = [...rows].sort((a, b) => (key0(a[at]) < key0(b[at]) ? -1 : key0(a[at]) > key0(b[at]) ? 1 : 0))
  const path = `${events}.mixed.csv`
  const line = (cells: readonly string[]) =>
    [...cells]
      .reverse()
      .map(cell => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(',')
  writeFileSync(path, `${[header, ...mixed].map(line).join('\n')}\n`)
  return path
}
const key0 = (id = ''): string => [...id].reverse().join('')

describe('what is written beside the analysis set', () => {
  test('is rebuilt byte for byte, from other rows and columns of the same events too', async () => {
    const [one, other] = [copy(), copy()]
    await one.record()
    await other.record(rearranged(other))
    await analyse(one)
    await analyse(other)
    const before = names.map(name => read(one, name))
    await analyse(one)
    expect(names.map(name => read(one, name))).toEqual(before)
    const determined = names.filter(name => name !== '06-analysis-set.json' && name !== '06-flags.json')
    for (const name of [...determined, '07-summaries.json', '08-results.csv'])
      expect(read(other, name)).toBe(read(one, name))
    expect(read(one, '06-analysis-sets.csv').split('\n')[0]).toBe(
      'case_id,suitable,suitable_dropped_by,contacted,contacted_dropped_by',
    )
  })

  test('is verified file by file', async () => {
    const place = copy()
    await place.record()
    await analyse(place)
    const trial = await readTrial(place.trial)
    const step = async () => (await verifyRun(trial, place.run, silent)).steps.find(each => each.step.startsWith('06'))
    expect(await step()).toMatchObject({ status: 'verified' })
    for (const name of names) {
      const text = read(place, name)
      appendFileSync(join(place.run, name), '#')
      expect(await step(), name).toMatchObject({ status: 'differs' })
      expect((await step())?.findings.join('\n')).toContain(name)
      writeFileSync(join(place.run, name), text)
    }
  })

  test('counts the duplicates that it flags, and keeps their amounts', async () => {
    const place = copy()
    const id = read(place, '04-allocation.csv').split('\n')[1]?.split(',')[0]
    const path = join(place.folder, 'twice.csv')
    writeFileSync(
      path,
      ['a', 'b']
        .map(name => `${name},${id},payment,2016-03-01,bank,5.00,ordinary\n`)
        .reduce((sum, line) => sum + line, 'id,case,kind,at,by,amount,basis\n'),
    )
    await place.record(path)
    const { flags, set } = await analyse(place)
    expect(flags.duplicates).toEqual([{ case: id, events: ['a', 'b'] }])
    const row = set.cases.findIndex(each => each.id === id)
    expect(set.outcomes.get('amount')?.values[row]).toBe(1000)
    expect(JSON.parse(read(place, '06-analysis-set.json')).flags.duplicateEvents).toEqual({ groups: 1, events: 2 })
    expect(read(place, '06-flags.csv')).toBe(`flag,case_id,cluster,arm,events\nduplicate_events,${id},,,a b\n`)
  })
})

describe('an analysis set under pseudonyms', () => {
  const place = new SealedRun(join(folder, 'exported'))
  const out = join(folder, 'out')
  const request = { out, keyFile: key }
  beforeAll(async () => {
    made.copy(place.folder)
    await place.record()
    await analyse(place)
  })
  const give = async (changes: Partial<typeof request> = {}) =>
    exportAnalysisSet(await readTrial(place.trial), place.run, { ...request, ...changes })

  test('holds the same cases, and no id of a case or a cluster', async () => {
    const exported = await give()
    expect(exported).toMatchObject({ cases: 94, leftOut: ['nrp_id'] })
    expect(filesIn(out)).toEqual([...exported.files].sort())
    const texts = exported.files.map(name => readFileSync(join(out, name), 'utf8')).join('\n')
    const [, ...rows] = parseCsv(read(place, '06-analysis-set.csv'))
    const ids = rows.flatMap(([id = '', , , cluster = '']) => [id, cluster])
    expect(ids.filter(id => texts.includes(id))).toEqual([])
    const [header = [], ...hidden] = parseCsv(readFileSync(join(out, '06-analysis-set.csv'), 'utf8'))
    expect(header).not.toContain('baseline_nrp_id')
    const found = hidden.map(([id = '']) => id)
    expect(found).toEqual([...found].sort())
    expect(new Set(found).size).toBe(94)
    const sum = (name: string, from: string[][], columns: string[]) =>
      from.reduce((total, row) => total + Number(row[columns.indexOf(name)]), 0)
    const columns = parseCsv(read(place, '06-analysis-set.csv'))[0] ?? []
    expect(sum('amount_pence', hidden, header)).toBe(sum('amount_pence', rows, columns))
  })

  test('is the same for the same key, and names nobody alike under another', async () => {
    await give()
    const before = readFileSync(join(out, '06-analysis-set.csv'), 'utf8')
    await give()
    expect(readFileSync(join(out, '06-analysis-set.csv'), 'utf8')).toBe(before)
    const otherKey = join(folder, 'other.key')
    writeFileSync(otherKey, `${'0c'.repeat(32)}\n`)
    const other = join(folder, 'other')
    await give({ out: other, keyFile: otherKey })
    const ids = (text: string) =>
      parseCsv(text)
        .slice(1)
        .map(([id]) => id)
    const theirs = new Set(ids(readFileSync(join(other, '06-analysis-set.csv'), 'utf8')))
    expect(ids(before).filter(id => theirs.has(id))).toEqual([])
  })

  test('is refused without a key, with something else for one, and into the run folder', async () => {
    expect(brief(await issuesOf(() => give({ keyFile: join(folder, 'none.key') })))).toEqual([
      expect.stringContaining('storage.pseudonym_key_missing'),
    ])
    const bad = join(folder, 'bad.key')
    writeFileSync(bad, 'secret\n')
    expect(brief(await issuesOf(() => give({ keyFile: bad })))).toEqual([
      expect.stringContaining('storage.pseudonym_key_invalid'),
    ])
    expect(brief(await issuesOf(() => give({ out: place.run })))).toEqual([
      expect.stringContaining('run.export_into_run'),
    ])
  })

  test('has a key that is new, private and never written over', async () => {
    expect(readFileSync(key, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(statSync(key).mode & 0o777).toBe(0o600)
    expect(readPseudonymKey(key)).toHaveLength(32)
    expect(brief(await issuesOf(() => writePseudonymKey(key, '5a'.repeat(32))))).toEqual([
      expect.stringContaining('key'),
    ])
  })

  test('is refused of a set that was changed since it was made', async () => {
    const path = join(place.run, '06-analysis-set.csv')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/false/, 'true'))
    expect(brief(await issuesOf(() => give()))).toEqual([expect.stringContaining('run.artefact_changed')])
    writeFileSync(path, text)
  })
})
