import type { Condition } from '../../model/condition.ts'
import { conditionText } from '../../model/condition-text.ts'
import { type Demand, named, outlookOf } from './demand.ts'
import type { Meets, Moment, TimedEvent } from './moment.ts'
import type { CaseTimeline } from './timeline.ts'

/** Some other event of the case that is not later must meet the condition. */
export function afterDemand(condition: Condition, meets: Meets): Demand {
  const judge = (timeline: CaseTimeline, moment: Moment) => (timeline.track(meets).metBy(moment) ? undefined : 'none')
  return {
    wants: `an event of the case before it, or at its time, of which ${conditionText(condition)}`,
    part: 'kind',
    broken: judge,
    outlook: (timeline, moment) => outlookOf(judge(timeline, moment)),
  }
}

/** No earlier event of the case may meet the condition. */
export function notAfterDemand(condition: Condition, meets: Meets): Demand {
  const judge = (timeline: CaseTimeline, moment: Moment) => {
    const found = timeline.track(meets).latestEarlier(moment)
    return found === undefined ? undefined : named(timeline.events[found] as TimedEvent)
  }
  return {
    wants: `no earlier event of the case of which ${conditionText(condition)}`,
    part: 'kind',
    broken: judge,
    outlook: (timeline, moment) => outlookOf(judge(timeline, moment)),
  }
}

/** The event itself must meet the condition. */
export function mustDemand(condition: Condition, meets: Meets): Demand {
  const wants = conditionText(condition)
  return {
    wants: `an event of which ${wants}`,
    part: 'kind',
    broken: (_timeline, _moment, { record }) => (meets(record) ? undefined : 'one of which it is not so'),
    outlook: () => ({ state: 'depends', says: `where ${wants}` }),
  }
}
