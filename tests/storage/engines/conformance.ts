import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineColumn, EngineRow, QueryEngine } from '../../../src/storage/engines/engine.ts'
import { brief, issuesOf } from '../temporary.ts'

/** Names that a statement must quote. */
export const odd = { table: 'Fälle "2016", all', text: 'näme\'s "x"' } as const

/** Column of texts and their traps, and whole numbers at their limits, of 30 digits, and amounts. */
export const rows: readonly EngineRow[] = [
  ['C1', '9223372036854775807', '123456789012345678901234567890', '12.50', 'true', 'O\'Brien "x" `y` \\n \\N'],
  ['C2', '-9223372036854775808', '-999999999999999999999999999999', '-0.01', 'false', ''],
  ['C3', null, null, null, null, null],
  ['C4', '0', '0', '0.00', 'false', 'über\ttab\nline\r\nend\u0000 😀 NULL'],
]

/** The rows without NUL, which PostgreSQL keeps in no text. */
export const rowsWithoutNul = rows.map(row => row.map(value => value?.replaceAll('\0', '') ?? null))

export interface EngineFixture {
  dialect: string
  /** Opens the table of `rows`, or another. */
  open(options?: { table?: string; timeout?: number }): Promise<QueryEngine>
  quote(name: string): string
  columns: readonly EngineColumn[]
  rows: readonly EngineRow[]
  /** A statement that would take minutes. */
  long: string
  /** A statement that fails in the engine, and what it says. */
  failing: readonly [statement: string, said: RegExp]
  /** Statements that write, of the table as it is called in SQL. */
  writes(relation: string): readonly string[]
  /** The long statements that the engine is at. */
  running?: (() => Promise<number>) | undefined
}

/** What every engine behind the port promises; `canStop` unless it is one that takes several statements at once and cannot be stopped. */
export function conformance(name: string, isThere: boolean, fixture: () => EngineFixture, canStop = true): void {
  describe.runIf(isThere)(`${name}, as any engine`, () => {
    let engine: QueryEngine
    let on: EngineFixture
    beforeAll(async () => {
      if (!isThere) return
      on = fixture()
      engine = await on.open()
    }, 60_000)
    afterAll(() => engine?.close())

    const codes = async (work: () => Promise<unknown>): Promise<string[]> => brief(await issuesOf(work))

    it('says what it is and which columns of which types the table has', async () => {
      expect(engine.dialect).toBe(on.dialect)
      expect(await engine.columns()).toEqual(on.columns)
    })

    it('gives every value as text, to the last digit, and NULL apart from no text', async () => {
      const names = on.columns.map(column => on.quote(column.name))
      const statement = `SELECT ${names.join(', ')} FROM ${engine.relation} ORDER BY ${names[0]}`
      expect(await engine.query(statement)).toEqual(on.rows)
      const [[count] = []] = await engine.query(`SELECT count(*) FROM ${engine.relation}`)
      expect(count).toBe('4')
    })

    it('gives no row where there is none, and texts of any length', async () => {
      expect(await engine.query(`SELECT * FROM ${engine.relation} WHERE 1 = 0`)).toEqual([])
      const text = 'é'.repeat(100_000)
      expect(await engine.query(`SELECT '${text}'`)).toEqual([[text]])
    })

    it('refuses to write, and nothing is changed', async () => {
      for (const write of on.writes(engine.relation)) {
        expect([write, await codes(() => engine.query(write))]).toEqual([write, ['engine.read_only']])
      }
      expect(await engine.query(`SELECT count(*) FROM ${engine.relation}`)).toEqual([['4']])
    })

    it('says why a statement failed, and goes on', async () => {
      const [statement, said] = on.failing
      const [issue] = await issuesOf(() => engine.query(statement))
      expect(issue).toMatchObject({ code: 'engine.statement_failed', exit: 6, place: { file: engine.shown } })
      expect(issue?.received).toMatch(said)
      expect(await engine.query('SELECT 1')).toEqual([['1']])
    })

    it('has no table where there is none', async () => {
      const other = await on.open({ table: '"no such"' })
      expect(await codes(() => other.columns())).toEqual(['engine.no_table'])
      expect(await codes(() => other.query(`SELECT * FROM ${other.relation}`))).toEqual(['engine.no_table'])
      await other.close()
      expect(await codes(() => on.open({ table: 'a.b.c' }))).toEqual(['engine.table_name'])
    })

    if (!canStop) return

    it('takes one statement at a time', async () => {
      const two = await codes(() => engine.query('SELECT 1; SELECT 2'))
      expect(two[0]).toMatch(/^engine\.(statement_failed|read_only)$/)
    })

    it('stops a statement in the engine when it is told to, and goes on', async () => {
      const stop = new AbortController()
      const statement = engine.query(on.long, stop.signal)
      setTimeout(() => stop.abort(), 500)
      const [issue] = await issuesOf(() => statement)
      expect(issue).toMatchObject({ code: 'engine.interrupted', exit: 130 })
      if (on.running) await expect.poll(on.running, { timeout: 5000 }).toBe(0)
      expect(await engine.query('SELECT 1')).toEqual([['1']])
      expect(await codes(() => engine.query('SELECT 1', stop.signal))).toEqual(['engine.interrupted'])
    }, 20_000)

    it('stops no other statement with it', async () => {
      const stop = new AbortController()
      const others = Array.from({ length: 4 }, (_, index) => engine.query(`SELECT ${index}`))
      const statement = engine.query(on.long, stop.signal)
      const later = engine.query('SELECT 7')
      setTimeout(() => stop.abort(), 300)
      expect(await codes(() => statement)).toEqual(['engine.interrupted'])
      expect(await Promise.all([...others, later])).toEqual(['0', '1', '2', '3', '7'].map(value => [[value]]))
    }, 20_000)

    it('gives up a statement that takes too long', async () => {
      const hurried = await on.open({ timeout: 400 })
      expect(await codes(() => hurried.query(on.long))).toEqual(['engine.timed_out'])
      if (on.running) await expect.poll(on.running, { timeout: 5000 }).toBe(0)
      expect(await hurried.query('SELECT 1')).toEqual([['1']])
      await hurried.close()
      await hurried.close()
    }, 20_000)
  })
}
