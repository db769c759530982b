import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { analyseRun } from '../../src/pipeline/analyse-run.ts'
import { recordEventsOfRun } from '../../src/pipeline/record-events.ts'
import { hasRunLog, readRunLog, requireRunLog, withRunLog } from '../../src/pipeline/run-log.ts'
import { keepInStore } from '../../src/pipeline/run-store.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { verifyRun } from '../../src/pipeline/verify-run.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { equipoise, succeed } from '../support/cli.ts'
import { filesIn, snapshot } from '../support/folders.ts'
import { needsPostgres, password, testServer } from '../support/postgres.ts'
import { SealedRun } from '../support/sealed-run.ts'
import { arriving, SequentialRun, several } from '../support/sequential-run.ts'

const isThere = needsPostgres()
const server = testServer(isThere)
const { folder } = temporaryFolder()
const original = new SealedRun(join(folder, 'original'))
let copies = 0
const copyOf = <T extends { copy(folder: string): T }>(place: T): T => {
  copies += 1
  return place.copy(join(folder, `copy-${copies}`))
}
const clock = () => new Date('2026-01-02T03:04:05Z')
const record = async ({ trial, run, events }: SealedRun, store?: string, key?: string) =>
  recordEventsOfRun({ trial: await readTrial(trial), run, events, store, key, clock }, silent)
const pointerOf = ({ run }: { run: string }) => JSON.parse(readFileSync(join(run, '05-store.json'), 'utf8'))

let url = ''
beforeAll(async () => {
  if (!isThere) return
  await original.prepare()
  url = server.url(await server.database())
}, 120_000)

describe.runIf(isThere)('a run whose log is in PostgreSQL', () => {
  it('names the database and its log, and no password', async () => {
    const place = copyOf(original)
    const before = filesIn(place.run)
    const { log, recorded } = await record(place, url)
    expect(recorded).toBeGreaterThan(100)
    const pointer = pointerOf(place)
    expect(pointer).toEqual({
      schema: 'equipoise/store/1',
      trial: 'part-payment',
      kind: 'postgres',
      url: url.replace(`:${password}`, ''),
      log: expect.stringMatching(/^part-payment-[0-9a-f]{16}$/),
    })
    expect(filesIn(place.run).filter(name => !before.includes(name))).toEqual(['05-store.json'])
    for (const name of filesIn(place.run)) expect(readFileSync(join(place.run, name), 'latin1')).not.toContain(password)
    expect(await record(place)).toMatchObject({ recorded: 0, held: recorded, log, state: 'unchanged' })
    expect(await withRunLog(place.run, each => each.verifyChain(log))).toBeUndefined()
  })

  it('gives every artefact byte for byte as with a file', async () => {
    const [file, store] = [copyOf(original), copyOf(original)]
    await record(file)
    await record(store, server.url(await server.database()))
    for (const { trial, run } of [file, store]) await analyseRun(await readTrial(trial), run, silent)
    const { '05-outcomes.sqlite': _, ...expected } = snapshot(file.run)
    const { '05-store.json': __, ...found } = snapshot(store.run)
    expect(found).toEqual(expected)
    const { steps } = await verifyRun(await readTrial(store.trial), store.run, silent)
    expect(steps.filter(({ status }) => status === 'differs')).toEqual([])
    expect(steps.find(({ step }) => step === '05: outcome log')?.status).toBe('verified')
  })

  it('stays where it is: the same database again is fine, another is refused, and so is one beside a file', async () => {
    const place = copyOf(original)
    await keepInStore(place.run, url)
    const pointer = pointerOf(place)
    await keepInStore(place.run, url.replace('postgres://', 'postgresql://'))
    await keepInStore(place.run, `${url}?application_name=other`)
    expect(pointerOf(place)).toEqual(pointer)
    const other = server.url(await server.database())
    expect(brief(await issuesOf(() => keepInStore(place.run, other)))).toEqual(['run.store_differs'])
    const file = copyOf(original)
    await record(file)
    expect(brief(await issuesOf(() => record(file, url)))).toEqual(['run.store_differs'])
    expect(existsSync(join(file.run, '05-store.json'))).toBe(false)
  })

  it('is not made where the database refuses, nor before there is a draw', async () => {
    const place = copyOf(original)
    const wrong = url.replace(password, 'wrong-word')
    expect(brief(await issuesOf(() => record(place, wrong)))).toEqual(['store.refused'])
    expect(hasRunLog(place.run)).toBe(false)
    rmSync(join(place.run, '04-allocation.json'))
    expect(brief(await issuesOf(() => keepInStore(place.run, url)))).toEqual(['run.artefact_missing'])
    expect(hasRunLog(place.run)).toBe(false)
  })

  it('is another log for another draw', async () => {
    const [one, two] = [copyOf(original), copyOf(original)]
    const manifest = join(two.run, '04-allocation.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"seed":"', '"seed":"0'))
    const [sealed, sequential] = [copyOf(original), new SequentialRun(join(folder, 'sequential')).prepare()]
    await sealed.seal()
    await sequential.open()
    const names = []
    for (const place of [one, two, sealed, sequential]) {
      await keepInStore(place.run, url)
      names.push(pointerOf(place).log)
    }
    expect(new Set(names).size).toBe(4)
  })

  it('has nothing recorded at first, which is no log to analyse', async () => {
    const place = copyOf(original)
    await keepInStore(place.run, server.url(await server.database()))
    expect(hasRunLog(place.run)).toBe(true)
    expect((await readRunLog(place.run)).events).toEqual([])
    expect(brief(await issuesOf(() => requireRunLog(place.run)))).toEqual(['run.artefact_missing'])
  })

  it('says so where its pointer was edited', async () => {
    const place = copyOf(original)
    await keepInStore(place.run, url)
    writeFileSync(
      join(place.run, '05-store.json'),
      '{"schema":"equipoise/store/1","trial":"part-payment","kind":"mysql","log":""}',
    )
    expect(brief(await issuesOf(() => readRunLog(place.run)))).toEqual([
      'run.store_invalid kind',
      'run.store_invalid url',
      'run.store_invalid log',
    ])
  })

  it('is found out about by nobody while its database does not answer', async () => {
    const place = copyOf(original)
    await record(place, server.url(await server.database()))
    const path = join(place.run, '05-store.json')
    const elsewhere = copyOf(place)
    writeFileSync(
      join(elsewhere.run, '05-store.json'),
      readFileSync(path, 'utf8').replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'),
    )
    const verified = verifyRun(await readTrial(elsewhere.trial), elsewhere.run, silent)
    await expect(verified).rejects.toMatchObject({ exitCode: 6, issues: [{ code: 'store.unreachable' }] })
  })

  it('is recorded in while it is sealed, and analysed once it is open', async () => {
    const place = copyOf(original)
    await place.seal()
    await record(place, server.url(await server.database()), place.key('on-call'))
    const { steps } = await verifyRun(await readTrial(place.trial), place.run, silent)
    expect(steps.find(({ step }) => step === '05: outcome log')?.status).toBe('verified')
    await place.unseal()
    await analyseRun(await readTrial(place.trial), place.run, silent)
    expect(
      (await verifyRun(await readTrial(place.trial), place.run, silent)).steps.filter(
        ({ status }) => status === 'differs',
      ),
    ).toEqual([])
  })
})

describe.runIf(isThere)('a run whose cases arrive in PostgreSQL', () => {
  it('enrols, closes and verifies as with a file, with the same arms', async () => {
    const file = new SequentialRun(join(folder, 'arrivals')).prepare()
    await file.open()
    const store = copyOf(file)
    await keepInStore(store.run, server.url(await server.database()))
    for (const place of [file, store]) {
      const both = await Promise.all([place.enrol(several(9)), place.enrol(several(9))])
      expect(both.map(({ log }) => log.count)).toEqual([9, 9])
      await place.enrol([arriving(50, { linked_in_trial: true }), arriving(10)])
      await place.close()
      expect(await place.findings()).toEqual([])
    }
    const { '05-outcomes.sqlite': _, ...expected } = snapshot(file.run)
    const { '05-store.json': __, ...found } = snapshot(store.run)
    expect(found).toEqual(expected)
  })

  it('refuses to be opened where there is a log', async () => {
    const place = new SequentialRun(join(folder, 'opened')).prepare()
    await place.open()
    await keepInStore(place.run, url)
    rmSync(join(place.run, '00-enrolment.json'))
    rmSync(place.secretFile)
    expect(brief(await issuesOf(() => place.open()))).toEqual(['enrolment.opened_already'])
  })
})

describe.runIf(isThere)('--store on the command line', () => {
  it('takes the password from the address or the environment, and shows it to nobody', async () => {
    const place = copyOf(original)
    const bare = url.replace(`:${password}`, '')
    const record = ['record', place.trial, '--events', place.events, '--run', place.run]
    const analyse = ['analyse', place.trial, '--run', place.run]
    const without = { PGPASSWORD: '', PGPASSFILE: join(folder, 'none') }
    const refused = await equipoise([...record, '--store', bare], { env: without })
    expect([refused.exitCode, refused.stderr.includes('PGPASSWORD')]).toEqual([6, true])
    const misused = await equipoise([...record, '--store', `mysql://u:${password}@h/d`], { env: without })
    expect(misused.exitCode).toBe(2)
    const recorded = await equipoise([...record, '--store', url], { env: without })
    expect(recorded.exitCode).toBe(0)
    expect((await equipoise(analyse, { env: without })).exitCode).toBe(6)
    const analysed = await equipoise(analyse, { env: { PGPASSWORD: password } })
    expect([analysed.stderr, analysed.exitCode]).toEqual(['', 0])
    for (const { stdout, stderr } of [refused, misused, recorded, analysed]) {
      expect(stdout + stderr).not.toContain(password)
    }
  })

  it('goes with `run` from the caseload to the report', async () => {
    const { trial, caseload } = original
    const run = join(folder, 'whole-run')
    const start = ['--caseload', caseload, '--seed', '2015', '--run', run]
    const drawn = await equipoise(['run', trial, ...start, '--store', url], { env: { PGPASSWORD: '' } })
    expect([drawn.stderr, drawn.exitCode]).toEqual(['', 0])
    const made = join(folder, 'whole-events.csv')
    await succeed(['generate', trial, '--outcomes', '--run', run, '--seed', '7', '--out', made])
    const done = await equipoise(['run', trial, ...start, '--events', made, '--store', url], {
      env: { PGPASSWORD: '' },
    })
    expect([done.stderr, done.exitCode]).toEqual(['', 0])
    expect(existsSync(join(run, '05-outcomes.sqlite'))).toBe(false)
    expect(existsSync(join(run, '11-report', 'report.html'))).toBe(true)
  })
})
