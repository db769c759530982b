import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readKeyFile, readRecipients, writeKeyFile } from '../../../src/storage/age/index.ts'
import { brief, issuesOf, temporaryFolder } from '../temporary.ts'

const { folder, put } = temporaryFolder()

describe('a new key file', () => {
  it('is for its owner alone and gives back its public key', async () => {
    const path = join(folder, 'deeper', 'a.key')
    const recipient = await writeKeyFile(path)
    expect(recipient).toMatch(/^age1[a-z0-9]{58}$/)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    const [comment, identity] = readFileSync(path, 'utf8').split('\n')
    expect(comment).toBe(`# public key: ${recipient}`)
    expect(await readKeyFile(path)).toEqual({ path, identities: [identity] })
    expect(await readRecipients([path])).toEqual([recipient])
  })

  it('is never the same twice', async () => {
    expect(await writeKeyFile(join(folder, 'b.key'))).not.toBe(await writeKeyFile(join(folder, 'c.key')))
  })

  it('is not written over another', async () => {
    const path = put('there.key', 'anything')
    expect(brief(await issuesOf(() => writeKeyFile(path)))).toEqual(['key.file_exists --out'])
    expect(readFileSync(path, 'utf8')).toBe('anything')
  })
})

describe('a key file', () => {
  it.each([
    ['empty', '# only a comment\n\n', 'key.invalid'],
    ['public', 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n', 'key.invalid 1'],
    ['with a slip', '# key\nAGE-SECRET-KEY-1QQQ\n', 'key.invalid 2'],
  ])('that is %s is refused, and no line of it shown', async (name, text, expected) => {
    const issues = await issuesOf(() => readKeyFile(put(`${name}.key`, text)))
    expect(brief(issues)).toEqual([expected])
    expect(JSON.stringify(issues)).not.toContain('QQQ')
  })

  it('that is not there is no file', async () => {
    expect(brief(await issuesOf(() => readKeyFile(join(folder, 'none.key'))))).toEqual(['file.not_found'])
  })
})

describe('recipients', () => {
  const published = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'

  it('are public keys or files of keys, each once and in order', async () => {
    const own = await writeKeyFile(join(folder, 'd.key'))
    const path = put('people.txt', `# the team\n${published}\r\n\n${own}\n`)
    expect(await readRecipients([path, own, published])).toEqual([own, published].sort())
  })

  it('that are neither are refused', async () => {
    const misspelt = published.replace('lqz', 'lqq')
    expect(brief(await issuesOf(() => readRecipients([misspelt])))).toEqual(['key.recipient_invalid --to'])
    expect(brief(await issuesOf(() => readRecipients([put('none.txt', '\n')])))).toEqual(['key.recipient_invalid --to'])
    expect(brief(await issuesOf(() => readRecipients([put('bad.txt', `${published}\nBob\n`)])))).toEqual([
      'key.recipient_invalid 2',
    ])
  })
})
