import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSealed, readKeyFile, readRecipients, sealContent, writeKeyFile } from '../../../src/storage/age/index.ts'
import { needsCommand } from '../../support/needs.ts'
import { brief, issuesOf, temporaryFolder } from '../temporary.ts'

const { folder, put } = temporaryFolder()
const at = (name: string): string => join(folder, name)
const [alice, bob, eve] = [
  await writeKeyFile(at('alice.key')),
  await writeKeyFile(at('bob.key')),
  await writeKeyFile(at('eve.key')),
]
const keyOf = (name: string) => readKeyFile(at(`${name}.key`))
const text = Buffer.from('case,arm\nC1,control\n')

describe('sealed content', () => {
  it('opens to each recipient, and to nobody else', async () => {
    const { bytes } = await sealContent(text, [alice, bob])
    expect(Buffer.from(bytes).includes(text.subarray(0, 8))).toBe(false)
    for (const name of ['alice', 'bob'])
      expect(Buffer.from(await openSealed('x.age', bytes, await keyOf(name)))).toEqual(text)
    const issues = await issuesOf(async () => openSealed('x.age', bytes, await keyOf('eve')))
    expect(brief(issues)).toEqual(['key.wrong'])
    expect(issues[0]?.received).toContain('eve.key')
  })

  it('opens to a key file with several keys, one of them right', async () => {
    const both = put('both.key', `${readFileSync(at('eve.key'), 'utf8')}${readFileSync(at('bob.key'), 'utf8')}`)
    const { bytes } = await sealContent(text, [bob])
    expect(Buffer.from(await openSealed('x.age', bytes, await readKeyFile(both)))).toEqual(text)
  })

  it('leaves no trace of the look back in its header, and never seals alike twice', async () => {
    const [one, two] = [await sealContent(text, [eve]), await sealContent(text, [eve])]
    const header = Buffer.from(one.bytes).toString('latin1').split('\n---')[0] ?? ''
    expect(header.split('\n').filter(line => line.startsWith('-> '))).toHaveLength(1)
    expect(Buffer.from(one.bytes).equals(two.bytes)).toBe(false)
  })

  it('says of bytes whether they open to it', async () => {
    const sealed = await sealContent(text, [alice])
    const other = await sealContent(Buffer.from('case,arm\nC1,treated\n'), [alice])
    expect(await sealed.opens(sealed.bytes)).toBe(true)
    expect(await sealed.opens(other.bytes)).toBe(false)
    expect(await sealed.opens(sealed.bytes.subarray(0, -1))).toBe(false)
    expect(await sealed.opens(new Uint8Array())).toBe(false)
  })

  it('is refused with any byte changed or cut off', async () => {
    const { bytes } = await sealContent(text, [alice])
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Uint8Array.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      const [found] = brief(await issuesOf(async () => openSealed('x.age', changed, await keyOf('alice'))))
      // A changed stanza looks like one for somebody else.
      expect(['key.sealed_file_damaged', 'key.wrong']).toContain(found)
    }
    for (const length of [0, 10, bytes.length - 1]) {
      const issues = await issuesOf(async () => openSealed('x.age', bytes.subarray(0, length), await keyOf('alice')))
      expect(brief(issues)).toEqual(['key.sealed_file_damaged'])
    }
  })

  it('comes back byte for byte, whatever it is', async () => {
    // 65,536 bytes is the chunk of the format: lengths about it are where a chunk could be lost.
    const length = fc.oneof(fc.nat(300), fc.constantFrom(65_535, 65_536, 65_537, 131_072, 131_073))
    await fc.assert(
      fc.asyncProperty(length, fc.nat(255), async (size, fill) => {
        const content = Buffer.alloc(size, fill)
        const { bytes } = await sealContent(content, [bob])
        expect(Buffer.from(await openSealed('x.age', bytes, await keyOf('bob'))).equals(content)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})

describe.runIf(needsCommand('age'))('the reference program age', () => {
  it('opens what was sealed here', async () => {
    const { bytes } = await sealContent(text, [alice, bob])
    const path = put('ours.age', bytes)
    for (const name of ['alice', 'bob']) {
      expect(execFileSync('age', ['--decrypt', '-i', at(`${name}.key`), path])).toEqual(text)
    }
    expect(() => execFileSync('age', ['--decrypt', '-i', at('eve.key'), path], { stdio: 'pipe' })).toThrow(/identity/)
  })

  it('seals what is opened here, to a key that age-keygen made', async () => {
    execFileSync('age-keygen', ['-o', at('theirs.key')], { stdio: 'pipe' })
    const [recipient = ''] = await readRecipients([at('theirs.key')])
    expect(execFileSync('age-keygen', ['-y', at('theirs.key')], { encoding: 'utf8' }).trim()).toBe(recipient)
    writeFileSync(at('clear.csv'), text)
    const sealed = execFileSync('age', ['-r', recipient, at('clear.csv')])
    expect(Buffer.from(await openSealed('theirs.age', sealed, await keyOf('theirs')))).toEqual(text)
  })
})
