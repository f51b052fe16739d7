import { CopyCommand } from '@truss/ui/copy-command'
import { numberWords } from '@truss/ui/number-words'
import { Plate } from '@truss/ui/plate'
import { RelativeTime } from '@truss/ui/relative-time'
import { TitleBlock } from '@truss/ui/title-block'
import { Verdict } from '@truss/ui/verdict'
import type { Metadata } from 'next'
import { Fragment } from 'react'
import { PageHead } from '../../components/page-head.tsx'
import { webConfig } from '../../config.ts'
import { getInstance } from '../../server/instance.ts'

export const metadata: Metadata = { title: 'About this instance' }

const LEVEL_WORDS = {
  applied: 'asked to join',
  mirror: 'read-only mirror',
  trusted: 'trusted, hosts designs',
} as const

const SIGNS = [
  ['verified', 'The files here are what the host signed, in the newest state that is known here.'],
  ['as-of', 'They match an older signed state. The host may have moved on since.'],
  ['refused', 'They did not match what the host signed. They are not served.'],
  ['absent', 'Only the catalog knows the design here; its files are at the host.'],
] as const

export default async function AboutPage() {
  const info = await getInstance()
  const { publicUrl, registryUrl } = webConfig()
  const { instance } = info
  return (
    <div className="stack gap-6">
      <PageHead title={`About ${instance.name}`}>
        One of many instances that hold the same catalog of designs. Each design is a git repository that one
        instance hosts and others mirror.
      </PageHead>
      <TitleBlock
        facts={[
          { label: 'Level', value: instance.suspended ? 'suspended' : LEVEL_WORDS[instance.level] },
          { label: 'Designs known', value: numberWords(info.counts.designs) },
          { label: 'Instances', value: <a href="/instances">{numberWords(info.counts.instances)}</a> },
          { label: 'Feed', value: `${numberWords(info.appliedIndex)} of ${numberWords(info.headIndex)}` },
          {
            label: 'Registry heard',
            value: info.registryHeardAt ? <RelativeTime at={info.registryHeardAt} /> : 'not since it started',
          },
          {
            label: 'Registry',
            value: (
              <a className="link" href={registryUrl}>
                {new URL(registryUrl).host}
              </a>
            ),
          },
        ]}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Plate title="Clone a design" titleId="clone">
          <div className="stack gap-3 text-s">
            <p>
              Any instance gives you any public design: from its own copy where that is verified and fresh,
              otherwise it sends git on to the host.
            </p>
            <CopyCommand command={`git clone ${publicUrl}/OWNER/DESIGN.git`} />
          </div>
        </Plate>
        <Plate title="Push to a design" titleId="push">
          <div className="stack gap-3 text-s">
            <p>
              The same address works. git is sent to the host of the design and asks for an access token of
              that instance, which you make with{' '}
              <a className="link" href={`${registryUrl}/account`}>
                your account
              </a>
              . Your password is typed at the registry and nowhere else.
            </p>
            <CopyCommand command={`git push ${publicUrl}/OWNER/DESIGN.git main`} />
          </div>
        </Plate>
        <Plate title="Check a copy yourself" titleId="verify">
          <div className="stack gap-3 text-s">
            <p>
              Every state of a design is signed by its host and chained to the one before. The check needs no
              trust in the server that you got the files from.
            </p>
            <CopyCommand command={`truss verify ${publicUrl}/OWNER/DESIGN`} />
          </div>
        </Plate>
        <Plate title="Run a mirror" titleId="mirror" id="mirror">
          <div className="stack gap-3 text-s">
            <p>
              A machine with Node and git becomes a read-only mirror. It serves only what it has verified.
            </p>
            <CopyCommand command={`truss join ${registryUrl}`} />
          </div>
        </Plate>
      </div>
      <section aria-labelledby="says" className="stack gap-3">
        <h2 id="says">What the signs say, and what they do not</h2>
        <dl className="grid max-w-measure items-baseline gap-x-4 gap-y-1 sm:grid-cols-3">
          {SIGNS.map(([verdict, meaning]) => (
            <Fragment key={verdict}>
              <dt className="pt-2 sm:pt-0">
                <Verdict verdict={verdict} />
              </dt>
              <dd className="sm:col-span-2">{meaning}</dd>
            </Fragment>
          ))}
        </dl>
        <p className="max-w-measure">
          None of these says that a design is good, safe or finished, that its licence is rightly claimed, or
          that its owner meant what was pushed. They say that nobody on the way has changed it.
        </p>
      </section>
    </div>
  )
}
