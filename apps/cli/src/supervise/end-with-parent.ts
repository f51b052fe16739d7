// Loaded before programs that are not ours (`node --import`): they too end when their supervisor has gone.
if (process.connected) {
  process.once('disconnect', () => process.exit(0))
  // The channel alone must not keep the program alive.
  process.channel?.unref()
}
