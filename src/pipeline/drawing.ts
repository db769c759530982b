import type { Progress } from '../core/progress.ts'

/** How draws are shared out. None of it changes what is drawn. */
export interface Drawing {
  progress?: Progress | undefined
  /** Worker threads; as many as the machine has processors where absent. With 0 or 1 all is drawn in this thread. */
  workers?: number | undefined
  /** Milliseconds that drawing must have taken before workers are started, if four times as much is likely to be left. */
  patience?: number | undefined
  /** Ends the work with the signal's reason. */
  signal?: AbortSignal | undefined
}
