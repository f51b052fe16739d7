import 'server-only'
import type { Viewer } from '@truss/contracts/views'
import { redirect } from 'next/navigation'
import { signInAddress } from './sign-in-address.ts'
import { getViewer } from './viewer.ts'

/** The person of a page that nobody else may use; everybody else signs in first and comes back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await getViewer()) ?? redirect(signInAddress(path))
}

/** The same path at the person's home instance; `null` without a home. */
export function atHome({ homeUrl }: Viewer, path: string): string | null {
  return homeUrl && homeUrl + path
}
