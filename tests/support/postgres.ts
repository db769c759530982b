import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { present } from './needs.ts'

const run = promisify(execFile)
/** Of the private server: a password that messages and files are searched for. */
export const password = 'pass-4471-word'

/** Where Debian keeps the programs of the newest server; undefined where there is none. */
function serverPrograms(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(a) - Number(b)) : []
  const found = versions.map(version => join(root, version, 'bin')).filter(bin => existsSync(join(bin, 'initdb')))
  return found.at(-1)
}

/** Whether tests can have a PostgreSQL server: one that EQUIPOISE_POSTGRES_URL names, or one that they start themselves. */
export function needsPostgres(): boolean {
  return present('PostgreSQL', process.env.EQUIPOISE_POSTGRES_URL !== undefined || canStart())
}

/** The server does not run as root, who needs a command to start it as another user. */
function canStart(): boolean {
  if (serverPrograms() === undefined) return false
  return process.getuid?.() !== 0 || ['runuser', 'id'].every(name => spawnSync(name, ['--version']).status === 0)
}

/** A server for one test file. */
export class TestServer {
  private folder = ''
  private port = 0
  private made = 0

  /** Address of a database of the server, with the password of its owner. */
  url(database: string): string {
    const given = process.env.EQUIPOISE_POSTGRES_URL
    if (given === undefined) return `postgres://postgres:${password}@127.0.0.1:${this.port}/${database}`
    const url = new URL(given)
    url.pathname = `/${database}`
    return url.href
  }

  async sql(database: string, text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url(database) })
    await client.connect()
    try {
      return (await client.query(text)).rows ?? []
    } finally {
      await client.end()
    }
  }

  /** A new empty database; its name. */
  async database(options = ''): Promise<string> {
    this.made += 1
    const name = `equipoise_${process.pid}_${this.made}`
    await this.sql('postgres', `CREATE DATABASE ${name} TEMPLATE template0 ${options}`)
    return name
  }

  async start(): Promise<void> {
    if (process.env.EQUIPOISE_POSTGRES_URL !== undefined) return
    this.folder = mkdtempSync(join(tmpdir(), 'eqpg-'))
    chmodSync(this.folder, 0o755)
    writeFileSync(join(this.folder, 'password'), password)
    if (process.getuid?.() === 0) for (const path of ['', 'password']) this.giveAway(join(this.folder, path))
    const data = join(this.folder, 'data')
    await this.program('initdb', [
      ...['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', join(this.folder, 'password')],
      ...['-E', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
    ])
    await this.launch()
  }

  /** Starts the server on its data, again too. */
  async launch(): Promise<void> {
    this.port ||= await freePort()
    // The tests are about processes that die, not about power cuts.
    const settings = `-c listen_addresses=127.0.0.1 -c port=${this.port} -c unix_socket_directories='' -c fsync=off -c max_connections=60`
    const data = join(this.folder, 'data')
    await this.program('pg_ctl', ['-D', data, '-w', '-l', join(this.folder, 'log'), '-o', settings, 'start'])
  }

  /** `immediate`: as if it crashed. */
  async halt(mode: 'fast' | 'immediate' = 'immediate'): Promise<void> {
    if (this.folder !== '') await this.program('pg_ctl', ['-D', join(this.folder, 'data'), '-w', '-m', mode, 'stop'])
  }

  async stop(): Promise<void> {
    try {
      await this.halt()
    } finally {
      if (this.folder !== '') rmSync(this.folder, { recursive: true, force: true })
    }
  }

  /** The server does not run as root. */
  private async program(name: string, args: readonly string[]): Promise<void> {
    const path = join(serverPrograms() ?? '', name)
    const isRoot = process.getuid?.() === 0
    const options = { cwd: this.folder, maxBuffer: 1 << 24 }
    await (isRoot ? run('runuser', ['-u', 'postgres', '--', path, ...args], options) : run(path, [...args], options))
  }

  private giveAway(path: string): void {
    const [uid, gid] = ['-u', '-g'].map(flag => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
    chownSync(path, uid ?? 0, gid ?? 0)
  }
}

/** Starts a server for the tests of a file, where there can be one, and stops it afterwards. */
export function testServer(isThere: boolean): TestServer {
  const server = new TestServer()
  beforeAll(async () => {
    if (isThere) await server.start()
  }, 120_000)
  afterAll(() => server.stop(), 120_000)
  return server
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** A database whose password is in the environment, as engines want it, for the tests of a file. */
export function readableDatabase(server: TestServer, isThere: boolean): () => { name: string; address: string } {
  const given = process.env.PGPASSWORD
  let made = { name: '', address: '' }
  beforeAll(async () => {
    if (!isThere) return
    const name = await server.database()
    const url = new URL(server.url(name))
    process.env.PGPASSWORD = decodeURIComponent(url.password)
    url.password = ''
    made = { name, address: url.href }
  }, 120_000)
  afterAll(() => {
    if (given === undefined) delete process.env.PGPASSWORD
    else process.env.PGPASSWORD = given
  })
  return () => made
}
