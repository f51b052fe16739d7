import { html } from 'hono/html'
import type { Pages, PagesApp } from './pages-deps.ts'

/** What a registry is, for people who came to its address. */
export function mountHome(app: PagesApp, pages: Pages): void {
  app.get('/', async (c) => {
    const instances = (await pages.instances.all()).filter((instance) => instance.level !== 'applied')
    return pages.show(
      c,
      'Registry',
      html`<div class="stack"><div class="stack s prose"><h1>${pages.name}</h1>
<p class="soft">This is the registry of a Truss network. Designs live on its instances, each as a git repository; the registry knows which instance hosts what, keeps who derived what from whom, and is where people have their accounts.</p></div>
<section class="plate"><header><h2>Instances</h2></header>${
        instances.length === 0
          ? html`<div class="in"><p class="small soft">None yet. Turn a machine into one with <code>truss join ${pages.url}</code>.</p></div>`
          : html`<ul class="rows">${instances.map(
              (instance) =>
                html`<li><span><a href="${instance.baseUrl}">${instance.name}</a><br><span class="quiet">${instance.baseUrl}</span></span><span class="chip">${
                  instance.suspended
                    ? 'suspended'
                    : instance.level === 'trusted'
                      ? 'hosts designs'
                      : 'read-only mirror'
                }</span></li>`,
            )}</ul>`
      }</section>
<p class="small soft">Anybody may run a read-only mirror: <code>truss join ${pages.url}</code></p></div>`,
    )
  })
}
