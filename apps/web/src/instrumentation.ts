/** Runs once when the server starts: bad settings are named then, not at the first visit. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: replaced at build time, so that nothing of Node is bundled for the edge
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { webConfig, webSecrets } = await import('./config.ts')
    try {
      webConfig()
      webSecrets()
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      // Next would stay up and answer 500 for ever; whoever started it must see that it did not.
      process.exit(1)
    }
  }
}
