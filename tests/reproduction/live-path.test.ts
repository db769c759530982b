import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/core/hash.ts'
import { type Ended, equipoise, inProcess, succeed } from '../support/cli.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n')
const rowsOf = (path: string): string[][] =>
  linesOf(path)
    .slice(1)
    .map(line => line.split(','))
const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')))

const runOf = (trial: string, run: string, caseload: string, ...more: string[]): string[] => [
  ...['run', trial, '--caseload', caseload, '--seed', '2015', '--run', run, ...more],
]

describe('the part-payment trial on 200,000 cases', () => {
  const caseload = join(folder, 'caseload.csv')
  const run = join(folder, 'whole')
  const allocation = join(run, '04-allocation.csv')

  beforeAll(async () => {
    await succeed(['generate', 'part-payment', '--cases', '200000', '--seed', '7', '--out', caseload])
    await succeed(runOf('part-payment', run, caseload))
  })

  it('has exactly the target of every stratum and arm', () => {
    const counts: Record<string, number> = {}
    for (const [, stratum, , arm] of rowsOf(allocation))
      counts[`${stratum} ${arm}`] = (counts[`${stratum} ${arm}`] ?? 0) + 1
    expect(counts).toEqual({
      ...{ '1993 pwc_first': 1772, '1993 nrp_first': 2015, '1993 control': 1800 },
      ...{ '2003 pwc_first': 4134, '2003 nrp_first': 4703, '2003 control': 4200 },
    })
  })

  it('has every sampled case once, and no non-resident parent in two arms', () => {
    const rows = rowsOf(allocation)
    expect(rows.map(([id]) => id)).toEqual(rowsOf(join(run, '03-sample.csv')).map(([id]) => id))
    const parents = new Map(rowsOf(caseload).map(([id = '', parent = '']) => [id, parent]))
    const armsOf = new Map<string, Set<string>>()
    for (const [id = '', , , arm = ''] of rows) {
      const parent = parents.get(id) ?? ''
      armsOf.set(parent, (armsOf.get(parent) ?? new Set()).add(arm))
    }
    expect([...armsOf.values()].filter(arms => arms.size > 1)).toEqual([])
    expect(rows.length - armsOf.size).toBeGreaterThan(100)
  })

  it('is verified; with one arm edited by hand verify fails and names the case', async () => {
    const { stdout } = await succeed(['verify', 'part-payment', '--run', run])
    expect(stdout).toContain('verified   04: allocation')
    const original = readFileSync(allocation, 'utf8')
    const lines = original.split('\n')
    const row = (lines[9000] ?? '').split(',')
    const other = row[3] === 'control' ? 'nrp_first' : 'control'
    writeFileSync(allocation, lines.with(9000, row.with(3, other).join(',')).join('\n'))
    const { exitCode, stdout: found } = await equipoise(['verify', 'part-payment', '--run', run])
    writeFileSync(allocation, original)
    expect(exitCode).toBe(1)
    expect(found).toContain(`04-allocation.csv: case ${row[0]}: arm is recorded as ${other}, derived as ${row[3]}`)
  })

  it('gives the same bytes whatever the order of rows in the case list, and whether or not it is interrupted', async () => {
    const [header = '', ...rows] = linesOf(caseload)
    const shuffled = join(folder, 'shuffled.csv')
    const order = rows.map((row, index) => ({ row, key: sha256(`shuffle ${index}`) }))
    order.sort((a, b) => (a.key < b.key ? -1 : 1))
    writeFileSync(shuffled, `${[header, ...order.map(({ row }) => row)].join('\n')}\n`)
    const other = join(folder, 'other')
    const command = runOf('part-payment', other, shuffled)
    const { exitCode } = await equipoise(command, { interruptWhen: () => existsSync(join(other, '03-sample.csv')) })
    expect([0, 130]).toContain(exitCode)
    await succeed(command)
    for (const name of ['03-sample.csv', '04-allocation.csv']) {
      expect(readFileSync(join(other, name)).equals(readFileSync(join(run, name)))).toBe(true)
    }
  })
})

describe('a whole run', () => {
  const at = (place: string) => ({
    trial: join(place, 'trial'),
    caseload: join(place, 'caseload.csv'),
    events: join(place, 'events.csv'),
    run: join(place, 'run'),
  })
  const whole = join(folder, 'small')
  const { trial, caseload, events, run } = at(whole)
  const inOneGo = join(whole, 'in-one-go')
  const allStages = (to: string): string[] => runOf(trial, to, caseload, '--events', events)

  beforeAll(async () => {
    writeSmallTrial(trial)
    await succeed(['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload])
    await succeed(runOf(trial, run, caseload))
    await succeed(['profile', trial, '--run', run])
    await succeed(['balance', trial, '--run', run])
    await succeed(['generate', trial, '--outcomes', '--run', run, '--seed', '7', '--out', events])
    await succeed(['record', trial, '--events', events, '--run', run])
    await succeed(['analyse', trial, '--run', run])
    await succeed(['report', trial, '--run', run])
    await succeed(allStages(inOneGo))
    await succeed(['reproduce', trial, '--run', run])
  })

  it('stage by stage ends verified, with all twelve artefacts', async () => {
    const { json } = await succeed(['verify', trial, '--run', run, '--json'])
    const { steps } = json() as { steps: readonly { status: string }[] }
    expect(steps.map(({ status }) => status)).toEqual([
      'absent',
      ...Array<string>(7).fill('verified'),
      'absent',
      ...Array<string>(3).fill('verified'),
    ])
  })

  it('in one go is what the stages make one by one', () => {
    // Profile and balance are looked at apart. 05 holds the time of recording; charts and report were made anew by `reproduce`,
    // for the printed page.
    const comparable = (folder: string) =>
      Object.entries(snapshot(folder)).filter(
        ([name]) => !/^(03-profile|04-balance|05-outcomes\.sqlite|10-|11-|12-)/.test(name),
      )
    expect(comparable(inOneGo)).toEqual(comparable(run))
    expect(comparable(run).length).toBeGreaterThanOrEqual(16)
  })

  it('changes nothing when any of its commands is given again', async () => {
    const first = snapshot(inOneGo)
    await succeed(allStages(inOneGo))
    expect(snapshot(inOneGo)).toEqual(first)
    const before = snapshot(run)
    for (const command of ['profile', 'balance', 'analyse', 'reproduce']) await succeed([command, trial, '--run', run])
    await succeed(['record', trial, '--events', events, '--run', run])
    expect(snapshot(run)).toEqual(before)
  })

  it('that is interrupted leaves nothing half written, and the same command completes it', async () => {
    const to = join(whole, 'interrupted')
    const expected = snapshot(inOneGo)
    const stages = ['03-sample.csv', '04-allocation.json', '05-outcomes.sqlite', '08-results.json', '10-charts']
    for (const artefact of stages) {
      if (existsSync(join(to, artefact))) continue
      const { exitCode, stderr } = await equipoise(allStages(to), {
        interruptWhen: () => existsSync(join(to, artefact)),
      })
      // A process that ends before the signal reaches it is not interrupted.
      expect([exitCode, stderr]).toEqual(exitCode === 0 ? [0, ''] : [130, expect.stringMatching(/^Interrupted\. /)])
      for (const [name, hash] of Object.entries(snapshot(to))) {
        expect(Object.keys(expected)).toContain(name)
        if (!name.endsWith('.sqlite')) expect([name, hash]).toEqual([name, expected[name]])
      }
    }
    await succeed(allStages(to))
    expect({ ...snapshot(to), '05-outcomes.sqlite': '' }).toEqual({ ...expected, '05-outcomes.sqlite': '' })
  })

  /** A copy of the whole run that may be spoilt, and what `verify` makes of it then. */
  async function spoilt(name: string, spoil: (place: ReturnType<typeof at>) => void): Promise<Ended> {
    const place = join(folder, name.replaceAll(/\W+/g, '-'))
    cpSync(whole, place, { recursive: true })
    spoil(at(place))
    return inProcess(['verify', at(place).trial, '--run', at(place).run])
  }

  const changed = (part: string | RegExp, by: string) => (text: string) => {
    const found = typeof part === 'string' ? part : (part.exec(text)?.[0] ?? 'no such part')
    return replaced(text, found, by)
  }
  const swapRows = (text: string): string => {
    const lines = text.split('\n')
    return lines
      .with(5, lines[6] ?? '')
      .with(6, lines[5] ?? '')
      .join('\n')
  }

  it.each([
    [
      '01-caseload.json',
      changed(/"sha256":"..../, '"sha256":"0000'),
      '01-caseload.json differs from what is derived at sha256',
    ],
    ['01-caseload.json', changed('"cases":800', '"cases":801'), 'at cases: holds 801, derived 800'],
    [
      '02-eligibility.csv',
      changed(',false,', ',true,'),
      /02-eligibility\.csv:\d+ differs from what is derived \(synthetic-\d+\)/,
    ],
    [
      '02-eligibility.json',
      changed(/"failed":\d+/, '"failed":1'),
      '02-eligibility.json differs from what is derived at counts.0.failed',
    ],
    [
      '03-sample.csv',
      changed(/,(\d)(\d+),/, ',9999999,'),
      /03-sample\.csv:\d+ differs from what is derived \(synthetic-\d+\)/,
    ],
    [
      '03-sample.json',
      changed('"notice":"These cases are made up', '"notice":"These cases are real'),
      'differs from what is derived at notice',
    ],
    ['03-profile.json', changed(/"mean":4/, '"mean":5'), /03-profile\.json differs from what is derived at measures\./],
    ['03-sample.json', changed('"seed":"2015"', '"seed":"2016"'), '03-sample.csv'],
    [
      '04-allocation.csv',
      changed(/,\d\.\d+,/, ',0.5,'),
      /04-allocation\.csv:\d+ differs from what is derived \(synthetic-\d+\)/,
    ],
    [
      '04-allocation.csv',
      changed(/synthetic-[^\n]*\n/, ''),
      /case synthetic-\d+: presence is recorded as not allocated/,
    ],
    ['04-allocation.csv', swapRows, /case synthetic-\d+: order is recorded as row/],
    ['04-allocation.json', changed('"control":9', '"control":8'), 'at counts.1993.control: holds 8, derived 9'],
    ['04-balance.json', changed(/"extreme":\d+/, '"extreme":0'), 'at omnibus.result.extreme: holds 0, derived'],
    ['04-balance.json', changed('"draws":999', '"draws":0'), 'expected a whole number of redraws'],
    ['04-balance.csv', changed(/,0\.\d+,/, ',0.001,'), '04-balance.csv:2 differs from what is derived (scheme:1993)'],
    ['05-outcomes.json', changed(/"count":\d+/, '"count":3'), '05-outcomes.json differs'],
    [
      '06-analysis-set.csv',
      changed(/,0,0,/, ',1,1,'),
      /06-analysis-set\.csv:\d+ differs from what is derived \(synthetic-\d+\)/,
    ],
    [
      '06-analysis-set.json',
      changed('"cases":94', '"cases":95'),
      '06-analysis-set.json differs from what is derived at cases',
    ],
    ['07-summaries.json', changed(/"n":\d+/, '"n":7'), '07-summaries.json differs from what is derived at summaries.'],
    [
      '08-results.json',
      changed(/"pValue":0\.\d/, '"pValue":0.0'),
      /08-results\.json differs from what is derived at analyses\..*pValue/,
    ],
    [
      '08-results.csv',
      changed(',computed,', ',computed,really'),
      '08-results.csv:2 differs from what is derived (payers_test)',
    ],
    [
      '09-economics.json',
      changed(/"schema"/, ' "schema"'),
      '09-economics.json says what is derived, but not byte for byte',
    ],
    ['09-economics.json', (text: string) => text.slice(0, 100), '09-economics.json is not JSON any more'],
    [
      '10-charts/figure-1.svg',
      changed('</svg>', '<text>better</text></svg>'),
      '10-charts/figure-1.svg was changed after the report was made',
    ],
    ['10-charts/figure-1.csv', changed(/\d\.\d/, '9.9'), '10-charts/figure-1.csv was changed'],
    [
      '11-report/report.html',
      changed('</body>', ' </body>'),
      '11-report/report.html was changed after the report was made',
    ],
    [
      '12-comparison.json',
      changed('"verdict":"reproduced"', '"verdict":"contradicted"'),
      '12-comparison.json differs from what is derived at figures.0.verdict',
    ],
    [
      'protocol.yaml',
      changed('title: Control', 'title: Usual care'),
      'protocol.yaml in the run is not the one that the sample was drawn by',
    ],
    [
      '../caseload.csv',
      changed(',false\n', ',true\n'),
      'the caseload ../caseload.csv is not the file that was sampled',
    ],
  ] as const)('with %s changed (%#) is named by verify', async (name, change, finding) => {
    const { exitCode, stdout } = await spoilt(`${name} ${finding}`, place => edit(join(place.run, name), change))
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(finding)
  })

  it('with a page of its report removed is named by verify', async () => {
    const { exitCode, stdout } = await spoilt('removed', place => rmSync(join(place.run, '11-report/report.md')))
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('11-report/report.md is gone')])
  })

  it('with its balance report taken away is named by verify', async () => {
    const { exitCode, stdout } = await spoilt('unbalanced', place => rmSync(join(place.run, '04-balance.json')))
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('04-balance.json is gone')])
  })

  it('is told from one by an amended plan, which leaves 01 to 06 verified', async () => {
    const { exitCode, stdout } = await spoilt('plan', place =>
      edit(join(place.trial, 'plan.yaml'), changed('alpha: 0.05', 'alpha: 0.01')),
    )
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(
      /verified {3}04.*no deviation in plan\.yaml records: alpha changed\n.*differs {4}06 to 09.*\n.*08-results\.json differs/s,
    )
    expect(stdout).not.toMatch(/0[1-6]-[^ ]* differs/)
  })

  const eventIds = (): string[] =>
    linesOf(events)
      .slice(1)
      .map(line => line.split(',')[0] ?? '')
  const tampered = (log: string, ...statements: string[]): void => {
    const database = new Database(log)
    database.exec('DROP TRIGGER event_not_changed; DROP TRIGGER event_not_deleted;')
    for (const statement of statements) database.exec(statement)
    database.close()
  }

  it.each([
    [
      'an event changed',
      ["UPDATE event SET event = replace(event, 'case_worker', 'somebody') WHERE seq = 5"],
      (ids: string[]) => `event 5 (${ids[4]}) was changed`,
    ],
    ['an event renamed', ["UPDATE event SET id = 'other' WHERE seq = 5"], () => 'event 5 (other) was changed'],
    [
      'an event deleted',
      ['DELETE FROM event WHERE seq = 5'],
      (ids: string[]) => `an event is missing between ${ids[3]} and ${ids[5]}, at 5`,
    ],
    [
      'the first event deleted',
      ['DELETE FROM event WHERE seq = 1'],
      (ids: string[]) => `an event is missing before ${ids[1]}, at 1`,
    ],
    [
      'a gap closed up',
      ['DELETE FROM event WHERE seq = 5', 'UPDATE event SET seq = seq - 1 WHERE seq > 5'],
      (ids: string[]) => `between ${ids[3]} and ${ids[5]}`,
    ],
    [
      'two events exchanged',
      [
        'UPDATE event SET seq = 0 WHERE seq = 5',
        'UPDATE event SET seq = 5 WHERE seq = 6',
        'UPDATE event SET seq = 6 WHERE seq = 0',
      ],
      (ids: string[]) => `event ${ids[5]} stands at 5, which is not its place`,
    ],
    [
      'the last event cut off',
      ['DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)'],
      (ids: string[]) => `1 event is missing at the end, those after event ${ids.length - 1} (${ids.at(-2)})`,
    ],
    ['every event gone', ['DELETE FROM event'], (ids: string[]) => `${ids.length} events are missing at the end, all`],
  ] as const)('with %s in its log is named by verify', async (name, statements, finding) => {
    const { exitCode, stdout } = await spoilt(name, place =>
      tampered(join(place.run, '05-outcomes.sqlite'), ...statements),
    )
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/differs {4}05: outcome log/)
    expect(stdout).toContain(finding(eventIds()))
  })
})
