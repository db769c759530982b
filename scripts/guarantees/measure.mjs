// Measures what the library guarantees and writes docs/guarantees.md: npm run build, then node scripts/guarantees/measure.mjs
// The draws are seeded, so that two runs write the same figures.
import { writeFileSync } from 'node:fs'
import { compareWithReferences } from './against-references.mjs'
import { measureInDistribution } from './in-distribution.mjs'
import { guaranteesPage } from './page.mjs'

const report = process.stderr.isTTY ? text => process.stderr.write(`\r\x1b[2K${text}`) : () => {}
report('comparing with R and SciPy')
const references = compareWithReferences()
const distribution = measureInDistribution(report)
report('')
writeFileSync('docs/guarantees.md', guaranteesPage({ references, distribution }))
