import type { FlowIdentity, FlowNode } from '../../model/flow.ts'

/** A case as the flow counts it: its id, and its cluster once it was sampled. */
export interface CountedCase {
  id: string
  cluster: string
}

type NodeWords = Omit<FlowNode, 'cases' | 'clusters'>

/** Nodes and identities as they are put together. */
export class FlowDraft {
  readonly nodes: FlowNode[] = []
  readonly identities: FlowIdentity[] = []
  readonly #countsClusters: boolean

  constructor(countsClusters: boolean) {
    this.#countsClusters = countsClusters
  }

  /** Adds a node that counts these cases. */
  add(words: NodeWords, cases: readonly CountedCase[]): string {
    const clusters = this.#countsClusters ? new Set(cases.map(({ cluster }) => cluster)).size : null
    return this.addCount(words, cases.length, clusters)
  }

  addCount(words: NodeWords, cases: number, clusters: number | null = null): string {
    this.nodes.push({ ...words, cases, clusters })
    return words.id
  }

  /** Says that a node falls into parts. */
  parts(of: string, parts: readonly string[], by: string): void {
    this.identities.push({ of, parts, by })
  }
}
