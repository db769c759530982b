import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { planSchema } from '../../src/model/plan.ts'
import { planChecks } from '../../src/model/plan-checks.ts'
import { protocolSchema } from '../../src/model/protocol.ts'
import { protocolChecks } from '../../src/model/protocol-checks.ts'
import { publishedSchema } from '../../src/model/published.ts'
import { publishedChecks } from '../../src/model/published-checks.ts'
import { sizingChecks, sizingSchema } from '../../src/model/sizing.ts'
import { methodTraits } from '../../src/statistics/index.ts'
import { readDocument } from '../../src/storage/document.ts'

const trial = resolve(import.meta.dirname, '../../trials/part-payment')
const folder = mkdtempSync(join(tmpdir(), 'equipoise-documents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const protocol = readDocument(join(trial, 'protocol.yaml'), protocolSchema, protocolChecks)
const plan = readDocument(join(trial, 'plan.yaml'), planSchema, planChecks(protocol, methodTraits))

/** A part of a file, and what stands in its place. */
export type Change = readonly [from: string, to: string]

/** Lines of the message for a trial file with some of its text changed. */
function messages(name: string, read: (path: string) => unknown, ...changes: readonly Change[]): string[] {
  let text = readFileSync(join(trial, name), 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} does not contain ${from}`)
    text = text.replace(from, () => to)
  }
  const path = join(folder, name)
  writeFileSync(path, text)
  try {
    read(path)
  } catch (error) {
    if (error instanceof TrialError) return error.message.replaceAll(`${dirname(path)}/`, '').split('\n')
    throw error
  }
  return []
}

/** What is said of the part payment trial's protocol with some of its text changed. */
export const ofProtocol = (...changes: readonly Change[]) =>
  messages('protocol.yaml', path => readDocument(path, protocolSchema, protocolChecks), ...changes)
/** The same of its plan. */
export const ofPlan = (...changes: readonly Change[]) =>
  messages('plan.yaml', path => readDocument(path, planSchema, planChecks(protocol, methodTraits)), ...changes)
/** The same of what is expected of its outcomes. */
export const ofSizing = (...changes: readonly Change[]) =>
  messages('sizing.yaml', path => readDocument(path, sizingSchema, sizingChecks(protocol)), ...changes)
/** The same of its printed figures. */
export const ofPublished = (...changes: readonly Change[]) =>
  messages(
    'published.yaml',
    path => readDocument(path, publishedSchema, publishedChecks(protocol, plan, ['shares-with-intervals'])),
    ...changes,
  )
