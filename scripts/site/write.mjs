// Writes the documentation as a site of plain pages into site/, which opens from the disk. Ends with 1 where anything is wrong with it.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildSite } from './build.mjs'

const out = 'site'
const { pages, copies, problems } = buildSite('.')
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)

rmSync(out, { recursive: true, force: true })
const place = path => {
  mkdirSync(dirname(join(out, path)), { recursive: true })
  return join(out, path)
}
for (const [path, html] of pages) writeFileSync(place(path), html)
for (const [path, source] of copies) cpSync(source, place(path), { recursive: true })
console.log(`${pages.size} pages: ${join(out, 'index.html')}`)
