import type { Protocol } from '../../model/protocol.ts'
import {
  defaultRedcapCoding,
  type RedcapCoding,
  redcapCodingChecks,
  redcapCodingSchema,
} from '../../model/redcap-coding.ts'
import { readDocument } from '../../storage/document.ts'

/** The coding of a file, checked against the protocol; without a file the default one. */
export const codingOf = (protocol: Protocol, file?: string): RedcapCoding =>
  file === undefined
    ? defaultRedcapCoding(protocol)
    : readDocument(file, redcapCodingSchema, redcapCodingChecks(protocol))

/** A field that the REDCap project must have, with the choices of its data dictionary. */
export interface RedcapField {
  field: string
  /** As a data dictionary has them: `1, PWC first | 2, Control`. */
  choices: string
}

/** The fields and choices that a coding supposes, the randomisation field first. */
export function fieldsOf(protocol: Protocol, { arm, strata }: RedcapCoding): RedcapField[] {
  const titles = new Map(protocol.arms.map(({ id, title }) => [id, title]))
  return [
    { field: arm.field, choices: choicesOf(arm.codes, id => titles.get(id) ?? id) },
    ...protocol.strata.flatMap(id => {
      const coded = strata[id]
      return coded === undefined ? [] : [{ field: coded.field, choices: choicesOf(coded.codes, level => level) }]
    }),
  ]
}

const choicesOf = (codes: Readonly<Record<string, string>>, labelOf: (id: string) => string): string =>
  Object.entries(codes)
    .map(([id, code]) => `${code}, ${labelOf(id).replaceAll('|', '/')}`)
    .join(' | ')

/** The raw values of a stratum in the fields of REDCap, in the order of the protocol's strata. */
export function stratumCodes({ strata: fields }: Protocol, { strata }: RedcapCoding, stratum: string): string[] {
  const levels = stratum.split('|')
  return fields.map((id, index) => strata[id]?.codes[levels[index] ?? ''] ?? '')
}
