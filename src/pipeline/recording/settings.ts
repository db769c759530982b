import type { Issue } from '../../core/errors.ts'
import { settingInvalid } from './issues.ts'

/** Texts `field=value` of a command line, by field, and those that are none. A value may hold further equals signs. */
export function readSettings(settings: readonly string[]): {
  texts: ReadonlyMap<string, string>
  issues: readonly Issue[]
} {
  const texts = new Map<string, string>()
  const issues: Issue[] = []
  for (const setting of settings) {
    const [, field, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
    if (field === undefined || text === undefined || texts.has(field)) issues.push(settingInvalid(setting))
    else texts.set(field, text)
  }
  return { texts, issues }
}
