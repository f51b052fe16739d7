/** Thrown by a handler: no further attempt would go better. The job fails at once and its message is kept. */
export class UnrecoverableJob extends Error {
  override readonly name = 'UnrecoverableJob'
}
