// @ts-check
// A caseload file becomes a sample and an allocation. The same seed gives the same arms, on any machine.
import { fileURLToPath } from 'node:url'
import { allocate, assessEligibility, drawSample, findTrial, readCaseload, readProtocol, streamsOf } from 'equipoise'

const protocol = readProtocol(findTrial('letter'))
const file = fileURLToPath(new URL('data/six-cases.csv', import.meta.url))
const { table, rows } = await readCaseload(file, protocol.caseload)

const { eligibleRows, counts } = assessEligibility(table, protocol)
console.log(`${eligibleRows.length} of ${rows} cases are eligible`)
for (const { criterion, failed } of counts) console.log(`${criterion} keeps out ${failed}`)

const streams = streamsOf('2027')
const sample = drawSample(table, eligibleRows, protocol, streams)
for (const { id, arm, probability } of allocate(sample.cases, protocol, streams)) {
  console.log(id, arm, `with probability ${probability.numerator}/${probability.denominator}`)
}
