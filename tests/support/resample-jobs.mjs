// Draws the jobs of one file by two workers of the built program, and writes what they drew to another.
import { readFileSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { resample } from '../../dist/pipeline/resample.js'

const [jobs, drawn] = process.argv.slice(2)
writeFileSync(drawn, serialize(await resample(deserialize(readFileSync(jobs)), { workers: 2, patience: 0 })))
