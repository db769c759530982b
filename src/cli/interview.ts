import { printIssue, TrialError } from '../core/errors.ts'
import { interviewEnded } from './issues.ts'

/** How to talk with the person at the terminal. */
export interface Conversation {
  /** The answer to a question, without space around it; `undefined` where there are no more answers. */
  ask(question: string): Promise<string | undefined>
  say(text: string): void
}

/** Questions of one command, each asked until its answer can be read. */
export class Interview {
  private readonly conversation: Conversation
  private readonly command: string

  constructor(conversation: Conversation, command: string) {
    this.conversation = conversation
    this.command = command
  }

  /** Asks until an answer can be read; what is wrong with one is said. */
  async until<T>(question: string, read: (answer: string) => T | Promise<T>): Promise<T> {
    for (;;) {
      const answer = await this.conversation.ask(question)
      if (answer === undefined) throw new TrialError([interviewEnded(this.command)])
      try {
        return await read(answer)
      } catch (error) {
        if (error instanceof TrialError) this.conversation.say(error.issues.map(printIssue).join('\n'))
        else if (error instanceof Misfit) this.conversation.say(error.message)
        else throw error
      }
    }
  }

  /** Whether the person answers yes. */
  async confirms(question: string): Promise<boolean> {
    const answer = await this.until(`${question} (yes or no) `, text => oneOf(text.toLowerCase(), ['yes', 'no']))
    return answer === 'yes'
  }
}

/** An answer that does not fit; the message is what would. */
export class Misfit extends Error {}

export function oneOf(text: string, known: readonly string[]): string {
  if (!known.includes(text)) throw new Misfit(`Expected one of: ${known.join(', ')}.`)
  return text
}
