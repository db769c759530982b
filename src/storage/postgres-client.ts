import type { Client } from 'pg'

const connectMilliseconds = 10_000

/** A connection to PostgreSQL, made anew; `lost` is told when it breaks while nobody waits for it. */
export async function connectPostgres(address: string, lost: (client: Client) => void): Promise<Client> {
  const { Client } = (await import('pg')).default
  const client = new Client({
    connectionString: address,
    connectionTimeoutMillis: connectMilliseconds,
    keepAlive: true,
    fallback_application_name: 'equipoise',
  })
  client.on('error', () => lost(client))
  try {
    await client.connect()
  } catch (error) {
    client.end().catch(() => undefined)
    throw error
  }
  return client
}
