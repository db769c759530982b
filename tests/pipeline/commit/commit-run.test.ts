import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { InternalError, TrialError } from '../../../src/core/errors.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { silent } from '../../../src/core/progress.ts'
import { defaultSecretFile, newSecret } from '../../../src/pipeline/commit/secret.ts'
import { runTrial } from '../../../src/pipeline/run-trial.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { beacon, CommittedRun, recordedAt, round, secret } from '../../support/committed-run.ts'
import { scratch, snapshot } from '../../support/folders.ts'
import { replaced } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

const bare = new CommittedRun(join(folder, 'bare'))
const committed = new CommittedRun(join(folder, 'committed'))
const drawn = new CommittedRun(join(folder, 'drawn'))

beforeAll(async () => {
  await bare.prepare()
  bare.copy(committed.folder)
  await committed.commit()
  committed.copy(drawn.folder)
  await drawn.sample()
  await drawn.allocate()
})

let copies = 0
const copyOf = (original: CommittedRun): CommittedRun => {
  copies += 1
  return original.copy(join(folder, `copy-${copies}`))
}

const hashOf = (...path: string[]): string => sha256(readFileSync(join(...path)))
const jsonOf = (run: string, name: string) => JSON.parse(readFileSync(join(run, name), 'utf8'))
const edit = (path: string, part: string, by: string): void =>
  writeFileSync(path, replaced(readFileSync(path, 'utf8'), part, by))

/** Codes of the issues with which work is refused; it must leave the folder as it was. */
async function refused(place: CommittedRun, work: () => Promise<unknown>): Promise<string[]> {
  const before = snapshot(place.folder)
  const error = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(snapshot(place.folder)).toEqual(before)
  if (!(error instanceof TrialError)) throw error ?? new Error('was not refused')
  expect(error.message).not.toContain(secret)
  return error.issues.map(({ code, place }) => [code, place.field].filter(part => part !== undefined).join(' '))
}

describe('a commitment', () => {
  it('holds the hashes of what a draw is made from, the algorithms and the beacon', async () => {
    const text = readFileSync(join(committed.run, '00-commit.json'), 'utf8')
    const read = JSON.parse(text)
    expect(text).toBe(`${canonicalJson(read)}\n`)
    expect(read).toEqual({
      schema: 'equipoise/commit/1',
      trial: 'part-payment',
      notice: expect.stringMatching(/^These cases are made up/),
      inputs: {
        'protocol.yaml': hashOf(committed.trial, 'protocol.yaml'),
        'plan.yaml': hashOf(committed.trial, 'plan.yaml'),
      },
      caseList: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), cases: 800 },
      algorithms: {
        stream: { name: 'arc4-sha256', version: 1 },
        eligibility: { name: 'eligibility', version: 1 },
        sampling: { name: 'stratified-simple-random-sample', version: 1 },
        allocation: { name: 'fixed-counts', version: 1 },
      },
      secret: { sha256: sha256(secret) },
      beacon: { round },
      recorded_at: recordedAt,
    })
  })

  it('keeps the secret beside the run, for its owner alone, and nowhere in it', () => {
    expect(readFileSync(committed.secretFile, 'utf8')).toBe(`${secret}\n`)
    expect(statSync(committed.secretFile).mode & 0o777).toBe(0o600)
    expect(Object.keys(snapshot(committed.run))).toEqual(['00-commit.json', 'plan.yaml', 'protocol.yaml'])
    for (const name of Object.keys(snapshot(committed.run))) {
      expect(readFileSync(join(committed.run, name), 'utf8')).not.toContain(secret)
    }
  })

  it('says what it did and what is to be published', async () => {
    const outcome = await copyOf(bare).commit()
    expect(outcome).toMatchObject({
      schema: 'equipoise/commitment/1',
      state: 'written',
      sha256: hashOf(committed.run, '00-commit.json'),
    })
    expect(JSON.stringify(outcome)).not.toContain(secret)
  })

  it('given again changes nothing, also from a case list in another order, and after the draw', async () => {
    for (const place of [copyOf(committed), copyOf(drawn)]) {
      const [header = '', ...rows] = readFileSync(place.caseload, 'utf8').trimEnd().split('\n')
      const turned = join(place.folder, 'turned.csv')
      writeFileSync(turned, `\ufeff${[`${header},ignored`, ...rows.reverse().map(row => `${row},x`)].join('\r\n')}\r\n`)
      const before = snapshot(place.folder)
      const outcome = await place.commit({ caseload: turned, secret: newSecret, clock: () => new Date() })
      expect(outcome.state).toBe('unchanged')
      expect(snapshot(place.folder)).toEqual(before)
    }
  })

  it('given again on other inputs is refused, and says on which', async () => {
    const place = copyOf(committed)
    const lines = readFileSync(place.caseload, 'utf8').trimEnd().split('\n')
    writeFileSync(join(place.folder, 'fewer.csv'), lines.slice(0, -1).join('\n'))
    edit(join(place.trial, 'plan.yaml'), 'alpha: 0.05', 'alpha: 0.01')
    const again = () => place.commit({ caseload: join(place.folder, 'fewer.csv'), beaconRound: `${round}9` })
    expect(await refused(place, again)).toEqual(['commit.committed_already'])
    await expect(again()).rejects.toThrow(
      'another (different: plan.yaml, the case list, the number of cases, the beacon or its round)',
    )
  })

  it('that has lost its secret, or has another, says so when it is given again', async () => {
    const place = copyOf(committed)
    writeFileSync(place.secretFile, `${'b4'.repeat(32)}\n`)
    expect(await refused(place, () => place.commit())).toEqual(['commit.secret_mismatch'])
    rmSync(place.secretFile)
    expect(await refused(place, () => place.commit())).toEqual(['commit.secret_missing'])
  })

  it('is refused after a sample was drawn by a seed, and where somebody put one there afterwards', async () => {
    const place = copyOf(bare)
    await place.sample({ seed: '2015', beacon: undefined })
    expect(await refused(place, () => place.commit())).toEqual(['commit.drawn_before'])
    cpSync(join(committed.run, '00-commit.json'), join(place.run, '00-commit.json'))
    cpSync(committed.secretFile, place.secretFile)
    expect(await refused(place, () => place.commit())).toEqual(['commit.drawn_before'])
    expect(await refused(place, () => place.sample())).toEqual(['commit.drawn_before'])
    expect(await refused(place, () => place.allocate())).toEqual(['commit.drawn_before'])
  })

  it('takes no secret file that is there already, and none in the run folder', async () => {
    const place = copyOf(bare)
    writeFileSync(place.secretFile, 'of something else')
    expect(await refused(place, () => place.commit())).toEqual(['commit.secret_exists'])
    for (const inside of ['run/x.secret', 'run', 'run/deep/er/x']) {
      const secretFile = join(place.folder, inside)
      expect(await refused(place, () => place.commit({ secretFile }))).toEqual(['commit.secret_in_run --secret'])
    }
    // Not inside, though its path begins with the same letters.
    const secretFile = join(place.folder, 'run-secrets/..x')
    expect((await place.commit({ secretFile })).secretFile).toBe(secretFile)
    expect(readFileSync(secretFile, 'utf8')).toBe(`${secret}\n`)
  })

  it('of a design that no sample can meet is refused before anything is published', async () => {
    const place = copyOf(bare)
    edit(join(place.trial, 'protocol.yaml'), 'control: 21', 'control: 2100')
    expect(await refused(place, () => place.commit())).toEqual(['design.too_few_eligible allocation.targets.2003'])
  })

  it.each(['', ' \n', 'x'.repeat(201), 'drand\nround 7'])('names its beacon: not as %j', async beaconRound => {
    expect(await refused(bare, () => bare.commit({ beaconRound }))).toEqual(['commit.round_invalid --beacon-round'])
  })

  it('takes only a secret of 64 hexadecimal digits', async () => {
    const place = copyOf(bare)
    await expect(place.commit({ secret: () => 'password' })).rejects.toThrow(InternalError)
    expect(existsSync(place.secretFile) || existsSync(join(place.run, '00-commit.json'))).toBe(false)
  })
})

describe('a new secret', () => {
  it('is 32 bytes, another every time', () => {
    const secrets = Array.from({ length: 20 }, newSecret)
    for (const each of secrets) expect(each).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(secrets).size).toBe(20)
  })

  it('is kept beside the run folder, whatever its path', () => {
    expect(defaultSecretFile('runs/mine')).toBe(join('runs', 'mine.secret'))
    expect(defaultSecretFile('runs/mine/')).toBe(join('runs', 'mine.secret'))
    expect(defaultSecretFile('.')).toBe(join('..', `${process.cwd().split(/[/\\]/).at(-1)}.secret`))
  })
})

describe('a draw by a commitment', () => {
  const value = beacon.toLowerCase()
  const commit = () => hashOf(committed.run, '00-commit.json')
  const seed = () => sha256(`{"beacon":"${value}","commit":"${commit()}","secret":"${secret}","version":1}`)

  it('starts from the seed that commitment, beacon and secret give, and records all three', () => {
    const sample = jsonOf(drawn.run, '03-sample.json')
    expect(sample).toMatchObject({ seed: seed(), secret, beacon: { round, value } })
    expect(sample.inputs['00-commit.json']).toBe(commit())
    const allocation = jsonOf(drawn.run, '04-allocation.json')
    expect(allocation.seed).toBe(seed())
    expect(allocation.inputs['00-commit.json']).toBe(commit())
  })

  it('draws what that text draws as a seed', async () => {
    const place = copyOf(bare)
    await place.sample({ seed: seed(), beacon: undefined })
    await place.allocate({ seed: seed(), beacon: undefined })
    for (const name of ['03-sample.csv', '04-allocation.csv']) {
      expect(hashOf(place.run, name)).toBe(hashOf(drawn.run, name))
    }
  })

  it('says what was committed when, and by seed alone that it is not proof against choosing', async () => {
    const place = copyOf(drawn)
    const outcomes = [await place.sample(), await place.allocate(), await place.verify()]
    for (const { assurance } of outcomes) {
      expect(assurance).toEqual({
        commitment: { sha256: commit(), recordedAt, round, value },
        statement: expect.stringMatching(
          new RegExp(`value of ${round} .*SHA-256 ${commit()}.* committed on \\d+ \\w+ \\d{4} to`),
        ),
      })
    }
    const seeded = copyOf(bare)
    const given = { seed: '2015', beacon: undefined }
    for (const { assurance } of [await seeded.sample(given), await seeded.allocate(given), await seeded.verify()]) {
      expect(assurance).toEqual({
        commitment: null,
        statement: expect.stringMatching(/^The draw is reproducible but not proof against choosing: /),
      })
    }
  })

  it('given again changes nothing, however the value is written, and without the secret file', async () => {
    const place = copyOf(drawn)
    rmSync(place.secretFile)
    const before = snapshot(place.folder)
    expect((await place.sample({ beacon: ` ${value}\n` })).state).toBe('unchanged')
    expect((await place.allocate({ beacon: value.toUpperCase() })).state).toBe('unchanged')
    expect(snapshot(place.folder)).toEqual(before)
  })

  it('goes through `run` in one step', async () => {
    const place = copyOf(committed)
    const { run, caseload } = place
    const request = { trial: await readTrial(place.trial), run, caseload, beacon, clock: () => new Date() }
    const { sample, allocation } = await runTrial(request, silent)
    expect([sample.state, allocation.state, allocation.seed]).toEqual(['written', 'written', seed()])
    expect(snapshot(run)).toEqual(snapshot(drawn.run))
  })

  it('takes the secret from the file that is named', async () => {
    const place = copyOf(committed)
    const elsewhere = join(place.folder, 'kept', 'secret.txt')
    mkdirSync(join(place.folder, 'kept'))
    renameSync(place.secretFile, elsewhere)
    expect(await refused(place, () => place.sample())).toEqual(['commit.secret_missing'])
    expect((await place.sample({ secretFile: elsewhere })).state).toBe('written')
    expect((await place.allocate()).state).toBe('written')
  })

  it('refuses a secret that was not committed to', async () => {
    const place = copyOf(committed)
    for (const other of ['c5'.repeat(32), secret.toUpperCase(), '']) {
      writeFileSync(place.secretFile, `${other}\n`)
      expect(await refused(place, () => place.sample())).toEqual(['commit.secret_mismatch'])
    }
  })

  it('asks for what the run needs, and refuses the other', async () => {
    const [plain, place] = [copyOf(bare), copyOf(committed)]
    const [none, seeded] = [{ beacon: undefined }, { seed: '2015', beacon: undefined }]
    expect(await refused(place, () => place.sample(none))).toEqual(['cli.beacon_missing --beacon'])
    expect(await refused(place, () => place.sample(seeded))).toEqual(['commit.seed_refused --seed'])
    expect(await refused(place, () => place.sample({ seed: '2015' }))).toEqual(['commit.seed_refused --seed'])
    expect(await refused(plain, () => plain.sample(none))).toEqual(['cli.seed_missing --seed'])
    expect(await refused(plain, () => plain.sample({ secretFile: 'x' }))).toEqual([
      'commit.missing --beacon',
      'commit.missing --secret',
    ])
    expect(await refused(plain, () => plain.sample({ ...seeded, seed: ' ' }))).toEqual(['cli.seed_empty --seed'])
    await place.sample()
    expect(await refused(place, () => place.allocate(none))).toEqual(['cli.beacon_missing --beacon'])
    expect(await refused(place, () => place.allocate(seeded))).toEqual(['commit.seed_refused --seed'])
    await plain.sample(seeded)
    expect(await refused(plain, () => plain.allocate())).toEqual(['commit.missing --beacon'])
  })

  it('refuses as a value what was known before the round', async () => {
    for (const known of [round, commit(), commit().toUpperCase(), secret, sha256(secret)]) {
      expect(await refused(committed, () => committed.sample({ beacon: known }))).toEqual([
        'commit.beacon_implausible --beacon',
      ])
    }
  })

  it('refuses another value at the allocation, or a second sample by it', async () => {
    const place = copyOf(drawn)
    const other = { beacon: beacon.replace('8', '9') }
    expect(await refused(place, () => place.allocate(other))).toEqual(['commit.beacon_differs --beacon'])
    expect(await refused(place, () => place.sample(other))).toEqual(['run.drawn_already'])
  })

  it('refuses a protocol, a plan or a case list changed since, all of them at once', async () => {
    const place = copyOf(committed)
    edit(join(place.trial, 'protocol.yaml'), 'control: 21', 'control: 20')
    edit(join(place.trial, 'plan.yaml'), 'alpha: 0.05', 'alpha: 0.01')
    const lines = readFileSync(place.caseload, 'utf8').trimEnd().split('\n')
    writeFileSync(place.caseload, lines.slice(0, -1).join('\n'))
    expect(await refused(place, () => place.sample())).toEqual(
      ['protocol.yaml', 'plan.yaml', 'the case list', 'the number of cases'].map(
        fact => `commit.changed_since ${fact}`,
      ),
    )
  })

  it('refuses a plan changed between sample and allocation, and lets it be amended afterwards', async () => {
    const place = copyOf(committed)
    await place.sample()
    const plan = join(place.trial, 'plan.yaml')
    edit(plan, 'alpha: 0.05', 'alpha: 0.01')
    expect(await refused(place, () => place.allocate())).toEqual(['commit.changed_since plan.yaml'])
    edit(plan, 'alpha: 0.01', 'alpha: 0.05')
    await place.allocate()
    edit(plan, 'alpha: 0.05', 'alpha: 0.01')
    expect((await place.sample()).state).toBe('unchanged')
    expect((await place.allocate()).state).toBe('unchanged')
    expect((await place.commit()).state).toBe('unchanged')
  })

  it('refuses a commitment that is not as it was written', async () => {
    const place = copyOf(committed)
    edit(join(place.run, '00-commit.json'), '"cases":800', '"cases":"800","more":1')
    expect(await refused(place, () => place.sample())).toEqual([
      'commit.invalid caseList.cases',
      'commit.invalid caseList.more',
    ])
  })
})
