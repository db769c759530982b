import type { CivilDate } from '../../core/civil-date.ts'
import { InternalError } from '../../core/errors.ts'
import { armsOfSide } from '../../model/pooled-arms.ts'
import type { Protocol } from '../../model/protocol.ts'
import { contrastZ, lookBoundaries, spendingFunctions } from '../../statistics/index.ts'
import { deriveAnalysis } from '../derive-analysis.ts'
import type { Trial } from '../trial-folder.ts'
import type { ArmNames } from './arm-names.ts'
import type { Situation } from './situation.ts'
import { arrivalTimes, type Watched } from './trial-state.ts'

/** A planned look, or the last analysis, with its boundary. */
export interface PlannedLook {
  /** From 1; the last is the analysis at the end. */
  look: number
  share: number
  date: CivilDate | null
  state: 'passed' | 'due' | 'to come'
  /** |Z| from which on it crosses; null where nothing is spent yet. */
  boundary: number | null
  nominalP: number | null
  spent: number
}

/** Z of a contrast at the look that is due. */
export interface LookContrast {
  /** The two arms, under their names or masks. */
  contrast: string
  z: number | null
  crossed: boolean
  detail: string | null
}

/** The looks of a plan as they stand on a day. */
export interface InterimState {
  analysis: string
  spending: string
  alpha: number
  /** Share of the planned cases whose follow-up is over. */
  information: number | null
  looks: readonly PlannedLook[]
  /** Shown only where it was asked for and a look is due. */
  contrasts: readonly LookContrast[] | null
}

/** Which look is due and its boundary; nothing where the plan has none. */
export function interimState({ plan }: Trial, { state }: Watched): InterimState | null {
  const { interim, alpha } = plan
  if (interim === undefined) return null
  const spending = spendingFunctions.find(({ id }) => id === interim.spending)
  if (spending === undefined) throw new InternalError(`no spending function is called ${interim.spending}`)
  const over = state.cases.filter(({ window }) => window !== null && window.to <= state.asOf).length
  const planned = state.plannedCases
  const information = planned === undefined || planned === 0 ? null : Math.min(1, over / planned)
  const looks = [
    ...interim.looks.map(({ share, date }) => ({ share, date: date ?? null })),
    { share: 1, date: state.protocol.followUp.to },
  ]
  const isReached = looks.map(({ share, date }) =>
    date === null ? information !== null && information >= share : date <= state.asOf,
  )
  const latest = isReached.lastIndexOf(true)
  const boundaries = lookBoundaries(
    looks.map(({ share }) => share),
    alpha,
    spending,
  )
  return {
    analysis: interim.analysis,
    spending: spending.title,
    alpha,
    information,
    looks: looks.map(({ share, date }, at) => {
      const { z = Number.POSITIVE_INFINITY, nominalP = 0, spent = 0 } = boundaries[at] ?? {}
      const stands = at < latest ? 'passed' : at === latest ? 'due' : 'to come'
      const finite = Number.isFinite(z)
      return {
        look: at + 1,
        share,
        date,
        state: stands,
        boundary: finite ? z : null,
        nominalP: finite ? nominalP : null,
        spent,
      }
    }),
    contrasts: null,
  }
}

/** The contrasts of the analysis at the look that is due, against its boundary. Empty where none is due. */
export async function lookContrasts(
  situation: Situation,
  watched: Watched,
  { analysis, looks }: InterimState,
  names: ArmNames,
): Promise<LookContrast[]> {
  const due = looks.find(({ state }) => state === 'due')
  if (due === undefined) return []
  const { trial, notice, sample } = situation
  const { families: _, economics: __, ...plan } = trial.plan
  const protocol = endedOn(watched.state.asOf, trial.protocol)
  const alone = { ...trial, protocol, plan: { ...plan, analyses: plan.analyses.filter(({ id }) => id === analysis) } }
  const inputs = { ...followedUp(watched), sample, arrivals: arrivalTimes(situation) }
  const { findings } = await deriveAnalysis(alone, inputs, notice)
  const computation = findings.analyses[0]?.computation
  if (computation?.status !== 'computed' || computation.result.kind !== 'contrasts') {
    const detail = computation?.status === 'undefined' ? computation.detail : 'The analysis gives no contrasts.'
    return [{ contrast: analysis, z: null, crossed: false, detail }]
  }
  const { measure, contrasts } = computation.result
  return contrasts.map(({ arm, against, computation: each }) => {
    const [own, other] = [arm, against].map(side => armsOfSide(side).map(names).join(' or '))
    const words = `${own} minus ${other}`
    if (each.status === 'undefined') return { contrast: words, z: null, crossed: false, detail: each.detail }
    const z = contrastZ(each.result, measure)
    const crossed = z !== null && due.boundary !== null && Math.abs(z) >= due.boundary
    return { contrast: words, z, crossed, detail: z === null ? 'It has no P.' : null }
  })
}

/** The protocol as if the follow-up ended with the day: who waits still was followed no longer. */
function endedOn(day: CivilDate, protocol: Protocol): Protocol {
  const { followUp } = protocol
  return day < followUp.to ? { ...protocol, followUp: { ...followUp, to: day } } : protocol
}

/** The cases whose own follow-up is over, with their events; all cases where the follow-up is the same for all. */
function followedUp({ state, set, events }: Watched) {
  if (state.protocol.followUp.perCase === undefined) return { allocation: set.cases, events }
  const over = state.cases.filter(({ window }) => window !== null && window.to <= state.asOf)
  const ids = new Set(over.map(({ id }) => id))
  return {
    allocation: set.cases.filter(({ id }) => ids.has(id)),
    events: events.filter(event => ids.has(event.case)),
  }
}
