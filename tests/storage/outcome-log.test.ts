import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'libsql'
import ts from 'typescript'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { emptyHead } from '../../src/storage/log-chain.ts'
import { openExistingLog, openLog } from '../../src/storage/outcome-log.ts'
import { brief, issuesOf, temporaryFolder } from './temporary.ts'

const { folder, put } = temporaryFolder()
const clock = () => new Date('2026-01-02T03:04:05Z')

const event = (number: number): OutcomeEvent => ({
  id: `E${number}`,
  case: `C${number % 3}`,
  kind: 'payment',
  at: '2016-03-01',
  by: 'team',
  amountPence: number * 100,
  fields: { note: `n${number}`, empty: null },
})
const events = (count: number) => Array.from({ length: count }, (_, index) => event(index + 1))

let path: string
let logs = 0
beforeEach(() => {
  logs += 1
  path = join(folder, `log${logs}.sqlite`)
})

const withLog = <T>(work: (log: ReturnType<typeof openLog>) => T): T => {
  const log = openLog(path)
  try {
    return work(log)
  } finally {
    log.close()
  }
}

/** Changes the file behind the log's back, as someone with a database tool would. */
const tamper = (sql: string): void => {
  const database = new Database(path)
  database.exec(`DROP TRIGGER event_not_changed; DROP TRIGGER event_not_deleted; ${sql}`)
  database.close()
}

describe('the outcome log', () => {
  it('gives back what was appended, in order, in one file', () => {
    const head = withLog(log => {
      log.append(events(2), clock)
      return log.append([event(3)], clock)
    })
    expect(readdirSync(folder).filter(name => name.startsWith(`log${logs}.`))).toEqual([`log${logs}.sqlite`])
    withLog(log => {
      expect(log.readAll()).toEqual(events(3).map(each => ({ ...each, fields: { note: each.fields.note } })))
      expect(log.head()).toEqual(head)
      expect(log.verifyChain()).toBeUndefined()
      expect(log.verifyChain(head)).toBeUndefined()
    })
  })

  it('makes no file and changes no byte before the first event', () => {
    expect(withLog(log => [log.head(), log.readAll(), log.verifyChain()])).toEqual([emptyHead, [], undefined])
    expect(existsSync(path)).toBe(false)
    withLog(log => log.append(events(5), clock))
    const bytes = readFileSync(path)
    withLog(log => [log.head(), log.readAll(), log.verifyChain(), log.append([], clock)])
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('says that another process is writing', async () => {
    withLog(log => log.append(events(1), clock))
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const issues = await issuesOf(() => withLog(log => log.append([event(2)], clock)))
    expect(issues).toMatchObject([{ code: 'log.busy', exit: 6 }])
    other.exec('ROLLBACK')
    other.close()
    expect(withLog(log => log.append([event(2)], clock)).count).toBe(2)
  })

  it('has the hash chain of its description, computed here by hand', () => {
    const sha = (text: string) => createHash('sha256').update(text).digest('hex')
    const json = (number: number) =>
      `{"amount_pence":${number}00,"at":"2016-03-01","by":"team","case":"C${number}","fields":{"note":"n${number}"},"id":"E${number}","kind":"payment"}`
    const first = sha(`${'0'.repeat(64)}\n${json(1)}`)
    const head = withLog(log => log.append(events(2), clock))
    expect(head).toEqual({ count: 2, hash: sha(`${first}\n${json(2)}`) })
    expect(emptyHead).toEqual({ count: 0, hash: '0'.repeat(64) })
  })

  it('has the same content whether events come in one file or in two, whenever they are recorded', () => {
    const whole = withLog(log => log.append(events(20), clock))
    path = join(folder, `split${logs}.sqlite`)
    const split = withLog(log => {
      log.append(events(20).slice(0, 7), () => new Date(0))
      return log.append(events(20).slice(7), () => new Date(1e12))
    })
    expect(split).toEqual(whole)
  })

  it('takes all events or none', async () => {
    const before = withLog(log => log.append(events(2), clock))
    const issues = await issuesOf(() => withLog(log => log.append([event(3), event(4), event(1)], clock)))
    expect(issues).toMatchObject([{ code: 'log.duplicate_event', exit: 5, place: { field: 'E1' } }])
    expect(() =>
      withLog(log =>
        log.exclusively(() => {
          log.append([event(3)], clock)
          throw new Error('stopped')
        }),
      ),
    ).toThrow('stopped')
    withLog(log => {
      expect(log.head()).toEqual(before)
      expect(log.readAll()).toHaveLength(2)
      expect(log.append([], clock)).toEqual(before)
    })
  })

  it('refuses to change or delete', () => {
    withLog(log => log.append(events(2), clock))
    const database = new Database(path)
    expect(() => database.exec("UPDATE event SET event = '{}'")).toThrow('append-only')
    expect(() => database.exec('DELETE FROM event WHERE seq = 2')).toThrow('append-only')
    database.close()
  })

  it('names the first event that is not as recorded', () => {
    const head = withLog(log => log.append(events(6), clock))
    const intact = readFileSync(path)
    const swapped =
      'UPDATE event SET seq = 99 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 99;'
    const cases: [sql: string, found: object][] = [
      ["UPDATE event SET event = replace(event, '400', '401') WHERE seq = 4", { kind: 'changed', seq: 4, id: 'E4' }],
      ["UPDATE event SET id = 'X' WHERE seq = 4", { kind: 'changed', seq: 4, id: 'X' }],
      ['DELETE FROM event WHERE seq = 3', { kind: 'missing', seq: 3 }],
      ['DELETE FROM event WHERE seq = 1', { kind: 'missing', seq: 1 }],
      ['DELETE FROM event WHERE seq = 3; UPDATE event SET seq = seq - 1 WHERE seq > 3', { kind: 'missing', seq: 3 }],
      [swapped, { kind: 'reordered', seq: 3, id: 'E5' }],
      ['DELETE FROM event WHERE seq > 4', { kind: 'truncated', seq: 5 }],
      ['DELETE FROM event', { kind: 'truncated', seq: 1 }],
    ]
    for (const [sql, found] of cases) {
      writeFileSync(path, intact)
      tamper(sql)
      expect(
        withLog(log => log.verifyChain(head)),
        sql,
      ).toMatchObject(found)
    }
    writeFileSync(path, intact)
    tamper('DELETE FROM event')
    withLog(log => {
      log.append([...events(5), { ...event(6), amountPence: 1 }], clock)
      expect(log.verifyChain()).toBeUndefined()
      expect(log.verifyChain(head)).toMatchObject({ kind: 'changed', seq: 6, id: 'E6' })
      log.append([event(7)], clock)
      expect(log.verifyChain(head)?.detail).toContain('computed anew')
    })
  })

  it('a change of unused bytes of the file is no change of the log', () => {
    const head = withLog(log => log.append(events(1), clock))
    const bytes = readFileSync(path)
    const unused = bytes.indexOf(Buffer.alloc(64), 4096)
    bytes[unused + 32] = 1
    writeFileSync(path, bytes)
    expect(withLog(log => log.verifyChain(head))).toBeUndefined()
  })

  it('says so where there is no log, or none that can be read', async () => {
    expect(brief(await issuesOf(() => openExistingLog(path)))).toEqual(['file.not_found'])
    const nowhere = openLog(join(folder, 'no', 'log.sqlite'))
    expect(brief(await issuesOf(() => nowhere.append(events(1), clock)))).toEqual(['log.unreadable'])
    expect(brief(await issuesOf(() => openLog(folder)))).toEqual(['file.is_folder'])
    expect(brief(await issuesOf(() => openLog(put('text.sqlite', 'not a database '.repeat(100)))))).toEqual([
      'log.unreadable',
    ])
    const other = new Database(path)
    other.exec('CREATE TABLE other (a)')
    other.close()
    expect(brief(await issuesOf(() => openLog(path)))).toEqual(['log.unreadable'])
    path = join(folder, 'cut.sqlite')
    withLog(log => log.append(events(500), clock))
    writeFileSync(path, readFileSync(path).subarray(0, 20_000))
    expect(brief(await issuesOf(() => withLog(log => log.verifyChain())))).toEqual(['log.unreadable'])
  })

  it('keeps what it acknowledged when the writer is killed at any moment', async () => {
    const compiled = compileSources(join(folder, 'compiled'))
    const script = join(compiled, 'writer.js')
    writeFileSync(script, writer)
    for (const wait of [30, 60, 120]) {
      path = join(folder, `killed${wait}.sqlite`)
      const acknowledged = await killAfter(wait, script, path)
      withLog(log => {
        expect(log.verifyChain()).toBeUndefined()
        expect(log.head().count).toBeGreaterThanOrEqual(acknowledged)
        expect(log.head().count % 3).toBe(0)
        expect(acknowledged).toBeGreaterThan(0)
      })
    }
  })
})

const writer = `import { openLog } from './storage/outcome-log.js'
const log = openLog(process.argv[2])
const event = id => ({ id: 'E' + id, case: 'C', kind: 'payment', at: '2016-03-01', by: 'team', fields: {} })
for (let count = 0; ; count += 3) {
  log.append([event(count), event(count + 1), event(count + 2)], () => new Date(0))
  process.stdout.write((count + 3) + '\\n')
}
`

/** Kills a process that records three events at a time; returns how many it had acknowledged. */
function killAfter(milliseconds: number, script: string, log: string): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, log], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', chunk => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), milliseconds)
      output += chunk
    })
    child.on('error', fail)
    child.on('close', () => done(Number(output.split('\n').slice(0, -1).at(-1))))
  })
}

/** JavaScript of the sources that the log needs, for a process without a TypeScript loader. */
function compileSources(target: string): string {
  const sources = resolve('src')
  for (const part of ['core', 'storage', 'model']) {
    mkdirSync(join(target, part), { recursive: true })
    for (const name of readdirSync(join(sources, part)).filter(file => file.endsWith('.ts'))) {
      const { outputText } = ts.transpileModule(readFileSync(join(sources, part, name), 'utf8'), {
        compilerOptions: {
          module: ts.ModuleKind.ESNext,
          target: ts.ScriptTarget.ES2023,
          rewriteRelativeImportExtensions: true,
          verbatimModuleSyntax: true,
        },
      })
      writeFileSync(join(target, part, name.replace(/\.ts$/, '.js')), outputText)
    }
  }
  cpSync(resolve('package.json'), join(target, 'package.json'))
  if (!existsSync(join(target, 'node_modules'))) symlinkSync(resolve('node_modules'), join(target, 'node_modules'))
  return target
}
