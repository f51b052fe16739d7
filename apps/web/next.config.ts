import { resolve } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // One build serves every instance: settings are read when it runs, so none may stand here.
  transpilePackages: ['@truss/ui', '@truss/client', '@truss/contracts', '@truss/models'],
  turbopack: { root: resolve(import.meta.dirname, '../..') },
  // Next's own check looks for an older compiler's API; `npm run typecheck` runs TypeScript 7.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  devIndicators: false,
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
}

export default config
