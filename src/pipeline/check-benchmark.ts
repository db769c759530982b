import { join } from 'node:path'
import { collectIssues, type Issue, TrialError } from '../core/errors.ts'
import { parsePounds } from '../core/money.ts'
import { type PriceRange, printedPrice } from '../model/benchmark.ts'
import { benchmarkWithFile } from './issues.ts'
import { hasFile, readBenchmark, trialFiles } from './trial-folder.ts'

/** What a benchmark is, as its file says. */
export interface BenchmarkCheck {
  schema: 'equipoise/benchmark-check/1'
  benchmark: string
  title: string
  kind: 'benchmark'
  folder: string
  source: string
  debts: { title: string; cases: number | null; pence: number | null }
  /** The range is null where no price is printed; the reason says what is, in its place. */
  price: { range: PriceRange | null; reason: string | null }
}

/** Reads the folder of a benchmark and says what it is. Every problem of it is reported, and every file of a trial in it. */
export function checkBenchmark(folder: string): BenchmarkCheck {
  const issues: Issue[] = []
  const benchmark = collectIssues(issues, () => readBenchmark(folder))
  const others = (Object.keys(trialFiles) as (keyof typeof trialFiles)[]).filter(
    name => name !== 'protocol' && hasFile(folder, name),
  )
  issues.push(...others.map(name => benchmarkWithFile(join(folder, trialFiles[name]))))
  if (benchmark === undefined || issues.length > 0) throw new TrialError(issues)
  const { id, title, kind, source, debts, price } = benchmark
  return {
    schema: 'equipoise/benchmark-check/1',
    ...{ benchmark: id, title, kind, folder, source },
    debts: {
      title: debts.title,
      cases: debts.cases ?? null,
      pence: debts.amount === undefined ? null : (parsePounds(debts.amount) ?? null),
    },
    price: { range: printedPrice(benchmark), reason: 'notPrinted' in price ? price.notPrinted.trim() : null },
  }
}
