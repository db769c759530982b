import type { Issue } from '../../core/errors.ts'
import type { Process } from '../../model/process.ts'
import type { LocatedEvent } from '../../storage/event-parts.ts'
import { partPlace } from '../event-context.ts'
import { overrideNotAllowed, overrideUnknown, overrideWithoutReason } from '../issues.ts'

/** What is wrong with the rules that an event says it departs from, taken by itself. */
export function overrideIssues(located: LocatedEvent, { rules }: Pick<Process, 'rules'>): Issue[] {
  const { override = [], reason = '' } = located.event
  if (override.length === 0) return []
  const place = partPlace(located, 'override')
  return [
    ...override.flatMap(id => {
      const rule = rules.find(each => each.id === id)
      if (rule !== undefined) return rule.override === undefined ? [overrideNotAllowed(place, rule)] : []
      const open = rules.filter(each => each.override !== undefined).map(each => each.id)
      return [overrideUnknown(place, id, open)]
    }),
    ...(reason.trim() === '' ? [overrideWithoutReason(partPlace(located, 'reason'), override)] : []),
  ]
}
