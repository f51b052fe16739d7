/** Runs once when the server starts: bad settings are named then, not at the first visit. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: replaced at build time, so that nothing of Node is bundled for the edge
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { webConfig, webSecrets } = await import('./config.ts')
  webConfig()
  webSecrets()
}
