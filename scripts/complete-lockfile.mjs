// Adds the optional binaries of other platforms that `npm install` left out of package-lock.json because the registry
// it asked does not serve them. `npm ci` refuses a lock file without them, on every platform. Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = { android: 'android', darwin: 'darwin', freebsd: 'freebsd', linux: 'linux', win32: 'win32' }
const processors = { arm64: 'arm64', x64: 'x64', ia32: 'ia32', arm: 'arm' }

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))

for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (lock.packages[key] !== undefined) continue
    const parts = name.split(/[/-]/)
    const os = parts.map(part => systems[part]).find(Boolean)
    const cpu = parts.map(part => processors[part]).find(Boolean)
    if (os === undefined || cpu === undefined) throw new Error(`cannot tell the platform of ${name}`)
    const libc = os !== 'linux' ? {} : { libc: [parts.includes('musl') ? 'musl' : 'glibc'] }
    const dev = owner.dev ? { dev: true } : {}
    lock.packages[key] = { version, cpu: [cpu], ...dev, ...libc, license: owner.license, optional: true, os: [os] }
    console.log(`added ${name} ${version}`)
  }
}

const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
writeFileSync(path, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)
