import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { escaped } from './markdown.mjs'

const folder = 'src/statistics'
const declared = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const (\w+)/g

/** Every registered method with the file that defines it and the paragraphs of its doc comment. */
export function methodDefinitions(methods) {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith('.ts'))
    .sort()
    .flatMap(definitionsIn)
  return methods.all.map(method => {
    const definition = found.find(({ name }) => name === camelCase(method.id))
    if (definition === undefined) throw new Error(`no doc comment of ${method.id}`)
    return { method, ...definition }
  })
}

const camelCase = id => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())

function definitionsIn(file) {
  const comments = [...readFileSync(join(folder, file), 'utf8').matchAll(declared)]
  return comments.map(([, comment, name]) => ({ file, name, paragraphs: paragraphsOf(comment) }))
}

/** The paragraphs of a comment but its example and, at the end, the names of its sources. */
function paragraphsOf(comment) {
  const paragraphs = comment
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .split(/@example/)[0]
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replace(/\s+/g, ' ').trim())
    .filter(paragraph => paragraph !== '')
    .map(escaped)
  const last = paragraphs.at(-1) ?? ''
  const isSources =
    paragraphs.length > 1 && /^[\p{L}' .-]+(?:,| and | et al|\s\().{0,160}$/u.test(last) && /\(\d{4}\)/.test(last)
  return isSources ? paragraphs.slice(0, -1) : paragraphs
}
