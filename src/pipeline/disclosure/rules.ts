import { type Disclosure, usualLeastCases } from '../../model/disclosure.ts'
import { hasFile, readDisclosure, type Trial } from '../trial-folder.ts'

/** How what is published of a run is kept from telling of single cases. */
export interface DisclosureRules {
  /** Counts of cases from 1 to below this are held back. */
  leastCases: number
  /** Counts are rounded to multiples of this; null where they are not. */
  roundTo: number | null
  /** Why nothing is held back or rounded; null where the rules apply. */
  exemption: string | null
}

/** The rules for a run: data that are not of real cases tell of nobody, and a decision on record may exempt others. */
export function disclosureRules(trial: Pick<Trial, 'folder' | 'protocol'>, notice: string | null): DisclosureRules {
  const file: Partial<Disclosure> = hasFile(trial.folder, 'disclosure') ? readDisclosure(trial) : {}
  const { leastCases = usualLeastCases, roundTo, exemption } = file
  const decided = exemption && `${exemption.by} decided it on ${exemption.on}: ${exemption.reason}`
  return {
    leastCases,
    roundTo: roundTo ?? null,
    exemption: notice === null ? (decided ?? null) : 'the data are not of real cases',
  }
}

/** Figures that are public already are compared with a run's as they are. */
export const rulesOfReproduction = (rules: DisclosureRules): DisclosureRules => ({
  ...rules,
  exemption: rules.exemption ?? 'the figures that the run is compared with were published before',
})

/** The least number of cases that may be told of: one where nothing need be held back. */
export const leastShown = ({ leastCases, exemption }: DisclosureRules): number => (exemption === null ? leastCases : 1)

/** The base to which counts are rounded; null where they are not. */
export const baseOf = ({ roundTo, exemption }: DisclosureRules): number | null => (exemption === null ? roundTo : null)
