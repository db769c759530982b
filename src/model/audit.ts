export const auditVerdicts = ['inconsistent', 'undetermined', 'consistent'] as const
/** What an audit says of a statement, the worst first. */
export type AuditVerdict = (typeof auditVerdicts)[number]

/** A statement of a report, that a printed number is something of others, with what the audit says of it. */
export interface AuditFinding {
  id: string
  title: string
  place: string
  /** As it is printed. */
  printed: string
  /** Name of the relation that was checked. */
  check: string
  verdict: AuditVerdict
  /** Values that the other printed numbers allow, without an end where it is null; null where they allow none. */
  admissible: { lower: number | null; upper: number | null } | null
  /** Whole numbers behind a percentage that print as it. */
  counts: { least: number; most: number } | null
  /** Whether every admissible value was looked at, or an outer bound was taken. */
  search: 'exact' | 'bound'
  /** Ids of the printed numbers that it was checked by. */
  by: readonly string[]
  /** Why, in a sentence or two. */
  reason: string
  note: string | null
}

/** The audit of a report by its own printed numbers. */
export interface Audit {
  schema: 'equipoise/audit/1'
  document: { title: string; publisher: string | null; note: string | null }
  /** Printed numbers in the file, whether or not something is said of them. */
  numbers: number
  /** Worst first, then in the order of the file. */
  findings: readonly AuditFinding[]
  totals: Readonly<Record<AuditVerdict, number>> & { statements: number }
}
