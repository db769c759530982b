import type { CaseField, Protocol } from './protocol.ts'

/** The fields that rules about cases may name: those of the caseload, and the register's. */
export function ruleFields({ caseload, register }: Pick<Protocol, 'caseload' | 'register'>): CaseField[] {
  if (register === undefined) return caseload.fields
  return [...caseload.fields, { id: register.field, title: register.title, type: 'date', optional: true }]
}
