import { declaredCases } from '../../model/allocation.ts'
import type { Plan } from '../../model/plan.ts'
import type { PlanAmendments } from '../../model/plan-amendments.ts'
import type { Protocol } from '../../model/protocol.ts'
import { type Block, type Literal, literal, type Results, type Text, text } from '../../report/index.ts'
import type { Checklist } from '../checklist/index.ts'
import { kindWords } from '../kind-words.ts'
import type { TrialPower } from '../power/index.ts'

/** What a registration is written from. */
export interface RegistrationMaterial {
  protocol: Protocol
  plan: Plan
  /** SHA-256 of protocol.yaml and plan.yaml. */
  hashes: { protocol: string; plan: string }
  /** As it stands without a run. */
  checklist: Checklist
  /** What the sizes can find; null where nothing is expected of the outcomes. */
  power: TrialPower | null
  /** Every number that the document names. */
  results: Results
  /** Null before cases are drawn. */
  begun: BegunRun | null
}

/** How far a run has come, and what was changed since. */
export interface BegunRun {
  /** Whether the sample was drawn by this protocol. */
  sameProtocol: boolean
  allocated: boolean
  /** SHA-256 of the plan by which cases were allocated; null where they are not, or no plan was kept. */
  planAtAllocation: string | null
  /** How the plan differs from that one; null likewise. */
  amendments: PlanAmendments | null
  /** What differs and no entry of the plan says so. */
  unrecorded: readonly string[]
}

export const paragraph = (words: Text): Block => ({ kind: 'paragraph', text: words })
export const heading = (words: Text): Block => ({ kind: 'heading', text: words })
export const list = (items: readonly Text[]): Block => ({ kind: 'list', ordered: false, items })

/** What the record is silent on. */
export const forAuthor = (wanted: Text): Block =>
  paragraph([{ kind: 'emphasis', text: 'For the author:' }, ...text` ${wanted}`])

/** That the source does not call it a trial, where it does not. */
export function kindBlocks({ kind }: Pick<Protocol, 'kind'>): Block[] {
  const words = kindWords[kind]
  return words === null ? [] : [paragraph(words)]
}

/** Words that somebody wrote, as a sentence. */
export const sentence = (words: string): Literal =>
  literal(/[.?!]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`)

export const outcomeTitle = ({ outcomes }: Pick<Protocol, 'outcomes'>, id: string): string =>
  outcomes.find(outcome => outcome.id === id)?.title ?? id

export const fieldTitle = ({ caseload }: Pick<Protocol, 'caseload'>, id: string): string =>
  caseload.fields.find(field => field.id === id)?.title ?? id

/** Whether the protocol itself fixes how many cases each arm has. */
export const hasFixedCases = ({ arms, allocation }: Protocol): boolean =>
  arms.every(({ id }) => declaredCases(allocation, id) !== undefined)
