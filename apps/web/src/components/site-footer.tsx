import { countWords, numberWords } from '@truss/ui/number-words'
import { RelativeTime } from '@truss/ui/relative-time'
import { webConfig } from '../config.ts'
import { getInstanceOrNull } from '../server/instance.ts'
import { getViewerOrNull } from '../server/viewer.ts'
import { SITE_LINKS } from './site-links.ts'

/** Says which instance this is, how fresh its view of the network is, and where everything else lies. */
export async function SiteFooter() {
  const [info, viewer] = await Promise.all([getInstanceOrNull(), getViewerOrNull()])
  const { instanceName, registryUrl } = webConfig()
  return (
    <footer className="page">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-2 border-t border-line py-5 text-s text-ink-3">
        <p>
          {info ? (
            <>
              {instanceName} is one of {countWords(info.counts.instances, 'instance')}. It has read the
              registry’s feed up to {numberWords(info.appliedIndex)}
              {info.appliedIndex < info.headIndex ? ` of ${numberWords(info.headIndex)}` : ''}
              {info.registryHeardAt ? (
                <>
                  , heard <RelativeTime at={info.registryHeardAt} />
                </>
              ) : (
                ', and has not heard from it since it started'
              )}
              .
            </>
          ) : (
            `${instanceName} does not answer at the moment.`
          )}
        </p>
        <nav aria-label="More" className="flex flex-wrap gap-4">
          {/* Without script the phone's menu does not open: the same links stand here. */}
          {SITE_LINKS.map(({ href, label }) => (
            <a key={href} className="link lg:hidden" href={href}>
              {label}
            </a>
          ))}
          <a className="link lg:hidden" href={viewer ? `/${viewer.account.handle}` : '/signin'}>
            {viewer ? 'Your designs' : 'Sign in'}
          </a>
          <a className="link" href="/about">
            About this instance
          </a>
          <a className="link" href={registryUrl}>
            Registry
          </a>
        </nav>
      </div>
    </footer>
  )
}
