import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { FontPreload } from '../components/font-preload.tsx'
import { SiteBar } from '../components/site-bar.tsx'
import { SiteFooter } from '../components/site-footer.tsx'
import { webConfig } from '../config.ts'
import { chosenTheme } from '../server/theme.ts'

// Nothing of an instance may be kept in a build that serves them all.
export const dynamic = 'force-dynamic'

export function generateMetadata(): Metadata {
  const { instanceName, publicUrl } = webConfig()
  return {
    metadataBase: new URL(publicUrl),
    title: { default: `Truss on ${instanceName}`, template: `%s · Truss on ${instanceName}` },
    description: 'Designs for things, each one a git repository, on a network of instances.',
  }
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-theme={await chosenTheme()}>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="absolute start-2 top-2 z-toast -translate-y-8 bg-ink px-4 py-2 text-paper focus:translate-y-0"
        >
          Skip to content
        </a>
        <FontPreload />
        <SiteBar />
        <main id="main" className="page flex-1 pt-5 pb-8">
          {children}
        </main>
        <SiteFooter />
      </body>
    </html>
  )
}
