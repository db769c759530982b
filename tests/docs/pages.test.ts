import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { afterAll, describe, test } from 'vitest'
import { scratch } from '../support/folders.ts'
import { ended, filesIn, notFound, prepare, shownIn } from '../support/shown.ts'

const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.md'))
  .map(path => `docs/${path.replaceAll('\\', '/')}`)
  .filter(path => shownIn(readFileSync(path, 'utf8')).length > 0)
  .sort()

const folders: ReturnType<typeof scratch>[] = []
afterAll(() => {
  for (const { remove } of folders) remove()
})

/** What a page shows runs in one folder, from its first line to its last, as a reader would run it. */
describe.concurrent('the pages of docs run as shown', () => {
  test.for(pages)('%s', { timeout: 480_000 }, async (page, { expect }) => {
    const text = readFileSync(page, 'utf8')
    const place = scratch()
    folders.push(place)
    prepare(place.folder, filesIn(text))
    for (const shown of shownIn(text)) {
      const end = await ended(shown, place.folder)
      if (end === undefined) continue
      expect(end.code, `${shown.command}: ${end.stdout}`).toBe(shown.exitCode)
      expect(notFound(shown.output ?? '…', end.stdout), shown.command).toBeUndefined()
    }
    // A picture that a page shows is one that its commands draw; `--update` takes it anew.
    for (const [, picture = ''] of text.matchAll(/!\[[^\]]*\]\((?:\.\.\/)?pictures\/([\w-]+\.svg)\)/g)) {
      const drawn = join(place.folder, basename(picture))
      expect(existsSync(drawn), `${page} draws ${picture}`).toBe(true)
      await expect(readFileSync(drawn, 'utf8')).toMatchFileSnapshot(resolve('docs/pictures', picture))
    }
  })
})
