import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll } from 'vitest'
import { present } from './needs.ts'
import { freePort } from './postgres.ts'

/** Of the private servers: a password that messages and files are searched for. */
export const clickHousePassword = 'pass-5582-word'
export const clickHouseUser = 'tester'
/** Their cluster, of which each server is a shard. */
export const cluster = 'both'

/** Whether tests can have servers of ClickHouse, which they start themselves. */
export const needsClickHouse = (): boolean =>
  present('ClickHouse', spawnSync('clickhouse-server', ['--version'], { stdio: 'ignore' }).error === undefined)

interface Ports {
  http: number
  tcp: number
}

/** A server of a cluster. */
class ClickHouseServer {
  private readonly folder: string
  private readonly ports: Ports
  private process: ChildProcess | undefined

  constructor(folder: string, ports: Ports, shards: readonly Ports[]) {
    this.folder = folder
    this.ports = ports
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'config.xml'), config(folder, ports, shards))
    writeFileSync(join(folder, 'users.xml'), users)
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.http}`
  }

  async launch(): Promise<void> {
    const started = spawn('clickhouse-server', ['--config-file', join(this.folder, 'config.xml')], { stdio: 'ignore' })
    this.process = started
    for (let tries = 0; tries < 300; tries += 1) {
      if (started.exitCode !== null) throw new Error(`ClickHouse ended: ${this.log()}`)
      if ((await fetch(this.url).catch(() => undefined))?.ok) return
      await new Promise(done => setTimeout(done, 100))
    }
    throw new Error(`ClickHouse does not answer: ${this.log()}`)
  }

  /** As if it crashed. */
  async halt(): Promise<void> {
    const { process } = this
    this.process = undefined
    if (process === undefined || process.exitCode !== null) return
    const ended = new Promise(done => process.once('exit', done))
    process.kill('SIGKILL')
    await ended
  }

  /** Runs a statement that writes; where it reads, its answer. */
  async sql(statement: string): Promise<string> {
    const client = createClient({ url: this.url, username: clickHouseUser, password: clickHousePassword })
    try {
      if (!/^\s*SELECT/i.test(statement)) {
        await client.command({ query: statement })
        return ''
      }
      return await (await client.query({ query: statement, format: 'TabSeparated' })).text()
    } finally {
      await client.close()
    }
  }

  private log(): string {
    try {
      return readFileSync(join(this.folder, 'error.log'), 'utf8').slice(-500)
    } catch {
      return 'it wrote nothing'
    }
  }
}

/** Two servers that are a cluster, for the tests of a file, where there can be some; they are stopped afterwards. */
export function testCluster(isThere: boolean): ClickHouseServer[] {
  const servers: ClickHouseServer[] = []
  const folder = isThere ? mkdtempSync(join(tmpdir(), 'eqch-')) : ''
  beforeAll(async () => {
    if (!isThere) return
    const shards: Ports[] = []
    for (const _ of ['first', 'second']) shards.push({ http: await freePort(), tcp: await freePort() })
    for (const [index, ports] of shards.entries()) {
      servers.push(new ClickHouseServer(join(folder, String(index)), ports, shards))
    }
    await Promise.all(servers.map(server => server.launch()))
  }, 60_000)
  afterAll(async () => {
    await Promise.all(servers.map(server => server.halt()))
    if (isThere) rmSync(folder, { recursive: true, force: true })
  }, 60_000)
  return servers
}

const shardXml = ({ tcp }: Ports): string =>
  `<shard><replica><host>127.0.0.1</host><port>${tcp}</port><user>${clickHouseUser}</user><password>${clickHousePassword}</password></replica></shard>`

const config = (folder: string, { http, tcp }: Ports, shards: readonly Ports[]): string => `<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/error.log</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${http}</http_port>
  <tcp_port>${tcp}</tcp_port>
  <path>${folder}/data/</path>
  <tmp_path>${folder}/tmp/</tmp_path>
  <users_config>${folder}/users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
  <remote_servers><${cluster}>${shards.map(shardXml).join('')}</${cluster}></remote_servers>
</yandex>
`

const userXml = (name: string, profile: string, more = ''): string =>
  `<${name}><password>${clickHousePassword}</password><networks><ip>127.0.0.1</ip></networks><profile>${profile}</profile><quota>default</quota>${more}</${name}>`

/** `hasty` and `short` have settings with which answers are of some rows only; `locked` may set nothing, `sloppy` neither. */
const users = `<?xml version="1.0"?>
<yandex>
  <profiles>
    <default/>
    <hasty><skip_unavailable_shards>1</skip_unavailable_shards></hasty>
    <short><max_rows_to_read>100000</max_rows_to_read><read_overflow_mode>break</read_overflow_mode></short>
    <locked><readonly>1</readonly></locked>
    <sloppy><skip_unavailable_shards>1</skip_unavailable_shards><readonly>1</readonly></sloppy>
  </profiles>
  <quotas><default/></quotas>
  <users>
    ${userXml(clickHouseUser, 'default')}
    ${userXml('hasty', 'hasty')}
    ${userXml('short', 'short')}
    ${userXml('locked', 'locked')}
    ${userXml('sloppy', 'sloppy')}
    ${userXml('outsider', 'default', '<allow_databases><database>elsewhere</database></allow_databases>')}
  </users>
</yandex>
`
