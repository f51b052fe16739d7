/** What a form shows after it was sent and not accepted; `null` before. Plain data: it travels to the browser. */
export interface FormFailure {
  /** What happened, what it means and what to do. */
  message: string
  /** By the path of the field in the contract, e.g. `details.title`. */
  issues: Record<string, string>
  /** What was sent, so that nothing has to be typed twice. */
  values: Record<string, string[]>
  /** Changes with each answer: a key for what React would otherwise keep. */
  attempt: number
}
export type FormState = FormFailure | null
