import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../../src/core/hash.ts'
import { silent } from '../../../src/core/progress.ts'
import { allocateSample } from '../../../src/pipeline/allocate-sample.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { balanceRun } from '../../../src/pipeline/balance-run.ts'
import { drawSampleOfRun } from '../../../src/pipeline/draw-sample.ts'
import { generateEventsFile } from '../../../src/pipeline/generate.ts'
import { reportRun, reproduceRun } from '../../../src/pipeline/report-run.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { openLog } from '../../../src/storage/log/sqlite-log.ts'
import { brief, issuesOf } from '../../storage/temporary.ts'
import { beacon, CommittedRun } from '../../support/committed-run.ts'
import { filesIn, scratch, snapshot } from '../../support/folders.ts'
import { needsCommand } from '../../support/needs.ts'
import { now, SealedRun, seed } from '../../support/sealed-run.ts'

const { folder, remove } = scratch()
const open = new SealedRun(join(folder, 'open'))
const sealed = new SealedRun(join(folder, 'sealed'))
beforeAll(async () => {
  await open.prepare()
  await open.copy(sealed.folder).seal()
})
afterAll(remove)

let copies = 0
const copyOf = (original: SealedRun): SealedRun => {
  copies += 1
  return original.copy(join(folder, `copy-${copies}`))
}
const names = ['03-sample.json', '04-allocation.csv', '04-allocation.json', '04-balance.csv', '04-balance.json']
const at = ({ run }: SealedRun, name: string): string => join(run, name)

/** Codes with which work is refused; it must leave everything as it was. */
async function refused(place: SealedRun, work: () => Promise<unknown>): Promise<string[]> {
  const before = snapshot(place.folder)
  const codes = brief(await issuesOf(work))
  expect(snapshot(place.folder)).toEqual(before)
  return codes
}

describe('sealing', () => {
  it('puts a sealed file in place of each that tells the arms or the seed', async () => {
    const before = new Set(filesIn(open.run))
    const after = filesIn(sealed.run)
    expect([...before].filter(name => !after.includes(name)).sort()).toEqual(names)
    expect(after.filter(name => !before.has(name))).toEqual(
      ['03-sample.json.age', '04-allocation.csv.age', '04-allocation.json.age', '04-balance.csv.age']
        .concat(['04-balance.json.age', '04-sealed.json'])
        .sort(),
    )
  })

  it('leaves neither the seed nor the hash of what it sealed anywhere in the run', () => {
    const secrets = [seed, ...names.map(name => sha256(readFileSync(at(open, name))))]
    for (const name of filesIn(sealed.run)) {
      const text = readFileSync(at(sealed, name), 'latin1')
      expect(secrets.filter(secret => text.includes(secret))).toEqual([])
    }
  })

  it('records what was sealed to whom', async () => {
    const record = JSON.parse(readFileSync(at(sealed, '04-sealed.json'), 'utf8'))
    const keys = ['statistician', 'on-call'] as const
    const recipients = keys.map(
      name => readFileSync(sealed.key(name), 'utf8').slice('# public key: '.length).split('\n')[0],
    )
    expect(record).toEqual({
      schema: 'equipoise/seal/1',
      trial: 'part-payment',
      notice: expect.stringMatching(/^These cases are made up/),
      inputs: {
        'protocol.yaml': sha256(readFileSync(at(sealed, 'protocol.yaml'))),
        '03-sample.csv': sha256(readFileSync(at(sealed, '03-sample.csv'))),
      },
      recipients: recipients.sort(),
      files: Object.fromEntries(names.map(name => [`${name}.age`, sha256(readFileSync(at(sealed, `${name}.age`)))])),
    })
  })

  it('again to the same changes nothing, and to others is refused', async () => {
    const before = snapshot(sealed.folder)
    const again = await sealed.seal()
    expect(again).toMatchObject({ state: 'unchanged', sha256: sha256(readFileSync(at(sealed, '04-sealed.json'))) })
    expect(snapshot(sealed.folder)).toEqual(before)
    expect(await refused(sealed, () => sealed.seal([sealed.key('stranger')]))).toEqual(['seal.other_recipients'])
  })

  it('warns of a seed that can be guessed', async () => {
    const place = new CommittedRun(join(folder, 'guessable'))
    await place.prepare()
    await place.sample({ seed: '2015', beacon: undefined })
    await place.allocate({ seed: '2015', beacon: undefined })
    const run = copyKeys(place)
    expect((await run.seal()).cautions).toEqual([expect.stringContaining('short enough to be guessed')])
    expect((await copyOf(open).seal()).cautions).toEqual([])
  })

  it('of a run with a commitment seals its secret too, and refuses while that lies beside it', async () => {
    const place = new CommittedRun(join(folder, 'committed'))
    await place.prepare()
    await place.commit()
    await place.sample({ beacon })
    await place.allocate({ beacon })
    const run = copyKeys(place)
    expect(await refused(run, () => run.seal())).toEqual(['seal.secret_in_clear'])
    const secret = readFileSync(place.secretFile, 'utf8').trim()
    rmSync(place.secretFile)
    await run.seal()
    for (const name of filesIn(run.run)) expect(readFileSync(at(run, name), 'latin1')).not.toContain(secret)
    await run.unseal()
    expect((await run.verify()).steps[0]).toMatchObject({ step: '00: commitment', status: 'verified' })
  })

  it('is refused before the draw, after the analysis, and of a changed draw', async () => {
    const undrawn = copyOf(open)
    rmSync(undrawn.run, { recursive: true })
    expect(await refused(undrawn, () => undrawn.seal())).toEqual(['run.artefact_missing'])
    const analysed = copyOf(open)
    await analysed.record()
    await analyseRun(await readTrial(analysed.trial), analysed.run, silent)
    expect(await refused(analysed, () => analysed.seal())).toEqual(['seal.analysed'])
    const changed = copyOf(open)
    writeFileSync(at(changed, '04-allocation.csv'), 'case\n')
    expect(await refused(changed, () => changed.seal())).toEqual(['run.artefact_changed'])
  })
})

/** The keys of the open run beside another. */
function copyKeys({ folder: to }: CommittedRun): SealedRun {
  const run = new SealedRun(to)
  for (const name of ['statistician', 'on-call', 'stranger'] as const) {
    writeFileSync(run.key(name), readFileSync(open.key(name)), { mode: 0o600 })
  }
  return run
}

describe('an interruption', () => {
  it('while files are sealed leaves every clear file, and the same command seals', async () => {
    const place = copyOf(open)
    // A folder in the place of the last sealed file: the others are written by then, and this one cannot be.
    const blocked = at(place, '04-balance.json.age')
    mkdirSync(join(blocked, 'in the way'), { recursive: true })
    expect(brief(await issuesOf(() => place.seal()))).toEqual([expect.stringMatching(/^file\./)])
    expect(existsSync(at(place, '04-allocation.csv.age'))).toBe(true)
    for (const name of names) expect(readFileSync(at(place, name))).toEqual(readFileSync(at(open, name)))
    rmSync(blocked, { recursive: true })
    const { steps } = await place.verify()
    expect(steps.find(({ step }) => step === '04: allocation')?.status).toBe('verified')
    await place.seal()
    await place.unseal()
    for (const name of names) expect(readFileSync(at(place, name))).toEqual(readFileSync(at(open, name)))
  })

  it.each([
    ['the first', names],
    ['some', names.slice(3)],
  ])('before %s clear file goes is found by verify and finished by the same command', async (_, left) => {
    const place = copyOf(sealed)
    for (const name of left) writeFileSync(at(place, name), readFileSync(at(open, name)))
    const { steps } = await place.verify()
    expect(steps.find(({ status }) => status === 'differs')?.findings).toEqual(
      left.map(name => `${name} lies in clear beside its sealed form: seal the run again`),
    )
    expect((await place.seal()).state).toBe('written')
    expect(snapshot(place.run)).toEqual(snapshot(sealed.run))
  })

  it('does not lose the clear file where its sealed form is damaged', async () => {
    const place = copyOf(sealed)
    writeFileSync(at(place, names[1] ?? ''), readFileSync(at(open, names[1] ?? '')))
    writeFileSync(at(place, '04-allocation.csv.age'), 'damaged')
    expect(await refused(place, () => place.seal())).toEqual(['seal.changed'])
  })
})

describe('a sealed run', () => {
  it('opens to each key byte for byte, and is verified', async () => {
    for (const name of ['statistician', 'on-call'] as const) {
      const place = copyOf(sealed)
      const { files, recorded } = await place.unseal({ key: place.key(name) })
      expect([...files].sort()).toEqual(names)
      expect(recorded).toMatchObject({ id: 'unblinding-1', at: now, by: 'A. Statistician', reason: 'database locked' })
      const after = snapshot(place.run)
      const { '05-unblinding.sqlite': log, ...others } = after
      expect(log).toBeDefined()
      expect(others).toEqual(snapshot(open.run))
      const { steps } = await place.verify()
      expect(steps.filter(({ status }) => status === 'differs')).toEqual([])
      expect(steps.find(({ step }) => step === '05: unblinding')?.status).toBe('verified')
    }
  })

  it('can be sealed anew, to others', async () => {
    const place = copyOf(sealed)
    await place.unseal()
    await place.seal([place.key('stranger')])
    expect(await refused(place, () => place.unseal())).toEqual(['key.wrong'])
    await place.unseal({ key: place.key('stranger') })
    expect(readFileSync(at(place, '04-allocation.csv'))).toEqual(readFileSync(at(open, '04-allocation.csv')))
  })

  it('stays shut to others, to no reason, and where anything sealed was changed', async () => {
    const place = copyOf(sealed)
    expect(await refused(place, () => place.unseal({ key: place.key('stranger') }))).toEqual(['key.wrong'])
    expect(await refused(place, () => place.unseal({ reason: ' ', by: '' }))).toEqual([
      'unblind.reason_missing --reason',
      'unblind.reason_missing --by',
    ])
    const path = at(place, '04-allocation.csv.age')
    const bytes = readFileSync(path)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    writeFileSync(path, bytes)
    expect(await refused(place, () => place.unseal())).toEqual(['seal.changed'])
    rmSync(path)
    expect(await refused(place, () => place.unseal())).toEqual(['seal.changed'])
    expect(await refused(open, () => open.unseal())).toEqual(['seal.not_sealed'])
  })

  it('stays shut where what is sealed does not fit: another sample, or a seal put together from two runs', async () => {
    const place = copyOf(sealed)
    writeFileSync(at(place, '03-sample.csv'), 'case\n')
    expect(await refused(place, () => place.unseal())).toEqual(['seal.content_differs'])
    const mixed = copyOf(sealed)
    renameSync(at(mixed, '04-balance.csv.age'), at(mixed, '04-allocation.csv.age'))
    const record = JSON.parse(readFileSync(at(mixed, '04-sealed.json'), 'utf8'))
    const { '04-balance.csv.age': balance, ...files } = record.files
    writeFileSync(
      at(mixed, '04-sealed.json'),
      JSON.stringify({ ...record, files: { ...files, '04-allocation.csv.age': balance } }),
    )
    expect(await refused(mixed, () => mixed.unseal())).toEqual(['seal.content_differs'])
  })

  it('is refused by every stage that needs the arms, a second draw before all', async () => {
    const trial = await readTrial(sealed.trial)
    const { run, caseload } = sealed
    const stages: readonly (() => Promise<unknown>)[] = [
      () => drawSampleOfRun({ trial, run, caseload, seed }, silent),
      () => drawSampleOfRun({ trial, run, caseload, seed: 'another' }, silent),
      () => allocateSample({ trial, run, seed }, silent),
      () => balanceRun({ trial, run }, silent),
      () => generateEventsFile(trial, { run, seed: '7', out: join(folder, 'none.csv') }, silent),
      () => analyseRun(trial, run, silent),
      () => reportRun(trial, run, silent),
      () => reproduceRun(trial, run, silent),
    ]
    for (const stage of stages) expect(await refused(sealed, stage)).toEqual(['seal.sealed'])
  })

  it.runIf(needsCommand('age'))('opens to the program age and the same key file', () => {
    const clear = execFileSync('age', ['-d', '-i', sealed.key('on-call'), at(sealed, '04-allocation.csv.age')])
    expect(clear).toEqual(readFileSync(at(open, '04-allocation.csv')))
  })
})

describe('verify on a sealed run', () => {
  const statuses = async (place: SealedRun) => (await place.verify()).steps.map(({ status }) => status)

  it('checks what lies open and says what it cannot check', async () => {
    const before = snapshot(sealed.folder)
    expect(await statuses(sealed)).toEqual(['sealed', 'verified', 'sealed', 'sealed', 'absent', 'absent'])
    expect((await sealed.verify()).assurance.commitment).toBeNull()
    expect(snapshot(sealed.folder)).toEqual(before)
  })

  it.each([
    ['protocol.yaml', 'protocol.yaml in the run is not the one that the sample was drawn by'],
    ['03-sample.csv', '03-sample.csv is not the sample that was allocated'],
    ['04-allocation.json.age', '04-allocation.json.age is not the file that was sealed'],
  ])('names %s where it was changed', async (name, finding) => {
    const place = copyOf(sealed)
    writeFileSync(at(place, name), 'changed\n')
    expect((await place.verify()).steps.flatMap(({ findings }) => findings)).toEqual([finding])
  })

  it('names what is gone, and another protocol', async () => {
    const place = copyOf(sealed)
    rmSync(at(place, '04-balance.csv.age'))
    writeFileSync(join(place.trial, 'protocol.yaml'), `${readFileSync(join(place.trial, 'protocol.yaml'), 'utf8')}#\n`)
    expect((await place.verify()).steps.flatMap(({ findings }) => findings)).toEqual([
      'the protocol of the trial is not the one that the sample was drawn by',
      '04-balance.csv.age is gone',
    ])
  })
})

describe('recording on a sealed run', () => {
  const payments = (place: SealedRun): string => {
    const [header = '', ...rows] = readFileSync(place.events, 'utf8').trimEnd().split('\n')
    const kind = header.split(',').indexOf('kind')
    const path = join(place.folder, 'payments.csv')
    const ordinary = rows.filter(row => row.split(',')[kind] === 'payment' && row.includes(',ordinary'))
    writeFileSync(path, `${[header, ...ordinary].join('\n')}\n`)
    return path
  }

  it('takes events that any arm may have without a key', async () => {
    const place = copyOf(sealed)
    const { recorded, notice } = await place.record(payments(place))
    expect(recorded).toBeGreaterThan(0)
    expect(notice).toMatch(/^These cases are made up/)
    expect((await place.verify()).steps.find(({ step }) => step === '05: outcome log')?.status).toBe('verified')
    expect(filesIn(place.run).filter(name => names.includes(name))).toEqual([])
  })

  it('needs a key for the others, and reads it in memory alone', async () => {
    const place = copyOf(sealed)
    expect(await refused(place, () => place.record())).toEqual(['seal.key_needed --key'])
    expect(await refused(place, () => place.record(place.events, place.key('stranger')))).toEqual(['key.wrong'])
    await place.record(place.events, place.key('on-call'))
    const inTheOpen = copyOf(open)
    await inTheOpen.record()
    const [one, two] = [place, inTheOpen].map(each => openLog(at(each, '05-outcomes.sqlite')))
    expect(await one?.head()).toEqual(await two?.head())
    for (const log of [one, two]) await log?.close()
    expect(filesIn(place.run).filter(name => names.includes(name))).toEqual([])
  })

  it('refuses another sample', async () => {
    const place = copyOf(sealed)
    writeFileSync(at(place, '03-sample.csv'), 'case\n')
    expect(await refused(place, () => place.record(payments(open)))).toEqual(['run.artefact_changed'])
  })
})
