import { type Issue, TrialError } from '../core/errors.ts'
import { moreProblems } from './issues.ts'

const keptIssues = 1000

/** Collects the problems of one file. Beyond the first thousand it only counts, so a wrong extract cannot fill the memory. */
export class IssueList {
  readonly file: string
  readonly kept: Issue[] = []
  total = 0

  constructor(file: string) {
    this.file = file
  }

  add(...issues: readonly Issue[]): void {
    this.total += issues.length
    for (const issue of issues) if (this.kept.length < keptIssues) this.kept.push(issue)
  }

  /** The issues kept; where there were more, the first of the list says so. */
  all(): readonly Issue[] {
    if (this.total <= this.kept.length) return this.kept
    return [moreProblems(this.file, this.total, this.kept.length), ...this.kept]
  }

  /** Throws all issues as one `TrialError`, or returns when there are none. */
  refuseIfAny(): void {
    if (this.total > 0) throw new TrialError(this.all())
  }

  /** Runs work whose `TrialError` ends the reading of the file, and keeps its issues with those found before. */
  async collect<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof TrialError)) throw error
      this.add(...error.issues)
      return undefined
    }
  }
}
