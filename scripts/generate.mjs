// Writes the generated files that are committed: the JSON Schemas and docs/errors.md. `npm run build` comes first.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { generatedFiles } from './generated-files.mjs'

for (const [path, text] of await generatedFiles('dist', '.js')) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
