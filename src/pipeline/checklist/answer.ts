import type { Plan } from '../../model/plan.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Sizing } from '../../model/sizing.ts'
import { type Literal, literal, type Text, text } from '../../report/index.ts'
import type { DrawAssurance } from '../commit/assurance.ts'

/** `answered`: all that is asked; `partly`: the author adds to it; `author`: only the author knows; `later`: the run has not come so far. */
export type AnswerState = 'answered' | 'partly' | 'author' | 'later'

/** What a trial's record says to an item of the checklist. */
export interface Answer {
  state: AnswerState
  says: Text
  /** Where it stands, as a part of a file or of the report; absent where nothing does. */
  where?: string
  /** What is left for the author. */
  wanted?: Text
}

/** What answers are made of. */
export interface ChecklistMaterial {
  protocol: Protocol
  plan: Plan
  /** What is expected of the outcomes; null where the trial has no sizing.yaml. */
  sizing: Sizing | null
  /** Null before there is a run. */
  run: RunFacts | null
}

/** How far a run has come, and what bears on the checklist. */
export interface RunFacts {
  allocated: boolean
  analysed: boolean
  sealed: boolean
  /** Whether the baseline of the arms was compared. */
  balanced: boolean
  /** Outcomes with a relative effect among the results. */
  relative: readonly string[]
  /** Null before the draw. */
  assurance: DrawAssurance | null
}

export type Answering = (material: ChecklistMaterial) => Answer

export const answered = (says: Text | Literal, where: string): Answer => ({
  state: 'answered',
  says: text`${says}`,
  where,
})

export const partly = (says: Text | Literal, wanted: Text, where: string): Answer => ({
  ...{ state: 'partly', wanted, where },
  says: text`${says}`,
})

export const forAuthor = (wanted: Text): Answer => ({ state: 'author', says: '', wanted })

export const later = (says: Text): Answer => ({ state: 'later', says })

/** Words of a trial's files as they stand, in a list; what is said twice is said once. */
export const listed = (words: readonly string[], between = '; '): Literal => literal([...new Set(words)].join(between))
