/** Aborts on SIGINT, SIGTERM, or when the process that started us has gone. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const abort = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abort)
  // Present when a supervisor started us with a channel; it closes whatever killed the supervisor.
  if (process.connected) {
    process.once('disconnect', abort)
    // The channel alone must not keep the process alive once all else has stopped.
    process.channel?.unref()
  }
  return controller.signal
}
