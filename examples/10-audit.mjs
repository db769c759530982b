// @ts-check
// Does a published table agree with itself? Each printed number is checked over everything that the rounding of the others allows.
import { auditReport, findAuditFile, readAuditFile } from 'equipoise'

const { document, findings, totals } = auditReport(readAuditFile(findAuditFile('worked-example')))
console.log(document.title)
console.log(totals)
for (const { title, printed, verdict, reason } of findings) {
  if (verdict === 'inconsistent') console.log(`${title}, printed as ${printed}: ${reason}`)
}
