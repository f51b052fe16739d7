import { expect, test } from './network-under-test.ts'

test('a visitor finds a design, looks at it, its files, its history and its lineage', async ({
  page,
  network,
}) => {
  await page.goto(network.url('oak'))
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: /search|find/i }))
    .first()
    .fill('hinge')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=hinge/)
  await page.getByRole('link', { name: 'Gate hinge with a 3 mm pin' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gate hinge with a 3 mm pin')
  await expect(page.getByText(`git clone ${network.url('oak')}/rune/gate-hinge.git`).first()).toBeVisible()

  const tabs = page.getByRole('navigation', { name: /design/i })
  await tabs.getByRole('link', { name: /^Files/ }).click()
  await page.getByRole('link', { name: 'README.md' }).first().click()
  await expect(page.getByRole('heading', { name: /hinge/i }).first()).toBeVisible()
  await tabs.getByRole('link', { name: /^History/ }).click()
  await page
    .getByRole('main')
    .getByRole('link', { name: /knuckle|first|clearance/i })
    .first()
    .click()
  await expect(page).toHaveURL(/\/commit\/[0-9a-f]{40}/)
  await tabs.getByRole('link', { name: /^Lineage/ }).click()
  await expect(page.getByRole('link', { name: /hinged-sensor-box|hinged lid/ }).first()).toBeVisible()
})

test('a person forks a design of another instance into their home', async ({ page, network }) => {
  await network.signIn(page, 'oak', 'rune')
  await page.goto(`${network.url('oak')}/kite/shelf-bracket/fork`)
  await page.getByLabel('Address').fill('my-shelf-bracket')
  await page.getByRole('button', { name: 'Make the fork' }).click()
  await page.waitForURL(`${network.url('oak')}/rune/my-shelf-bracket`)
  await expect(page.getByRole('link', { name: 'kite/shelf-bracket' }).first()).toBeVisible()
})

test('a person remixes two designs of two instances', async ({ page, network }) => {
  await network.signIn(page, 'oak', 'rune')
  await page.goto(`${network.url('oak')}/remix?parent=kite/sensor-box&parent=mara/cable-comb`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Box with a comb')
  await page.getByLabel('Address').fill('box-with-comb')
  await page.getByRole('radio', { name: /with my name CC-BY-4.0/ }).check()
  await page.getByLabel('In one sentence').fill('The box, with a comb on its wall.')
  await page.getByRole('button', { name: 'Make the remix' }).click()
  await page.waitForURL(`${network.url('oak')}/rune/box-with-comb`)
  for (const parent of ['kite/sensor-box', 'mara/cable-comb']) {
    await expect(page.getByRole('link', { name: parent }).first()).toBeVisible()
  }
})

test('a comment and a like made at a mirror are seen on another instance', async ({ page, network }) => {
  await network.signIn(page, 'reed', 'kite')
  await page.goto(`${network.url('reed')}/mara/spool-holder`)
  await page.getByRole('button', { name: /^like/i }).click()
  await expect(page.getByRole('button', { name: /liked/i })).toBeVisible()
  await page.getByLabel('Your comment').fill('Printed it in PETG, holds a full spool.')
  await page.getByRole('button', { name: 'Comment' }).click()
  await expect(page.getByText('Printed it in PETG, holds a full spool.')).toBeVisible()

  await expect(async () => {
    await page.goto(`${network.url('oak')}/mara/spool-holder`)
    await expect(page.getByText('Printed it in PETG, holds a full spool.')).toBeVisible({ timeout: 500 })
    await expect(page.getByRole('link', { name: /^like/i })).toContainText('1', { timeout: 500 })
  }).toPass()
})

test('an operator withdraws write rights with a reason, and grants them again', async ({ page, network }) => {
  const registry = network.ready.registry.url
  await network.signIn(page, 'oak', 'mara')
  await page.goto(`${network.url('oak')}/instances`)
  await page
    .getByRole('link', { name: /decide/i })
    .first()
    .waitFor()
  await page
    .getByRole('row', { name: /birch/ })
    .or(page.locator('li', { hasText: 'birch' }))
    .first()
    .getByRole('link', { name: /decide/i })
    .click()
  await expect(page).toHaveURL(new RegExp(`^${registry}/console/instances/`))

  await page.getByLabel(/^Read-only mirror/).check()
  await page.getByLabel('Reason').fill('Disk is failing, looking into it')
  await page.getByRole('button', { name: 'Decide' }).click()
  await expect(page.getByText('Disk is failing, looking into it').first()).toBeVisible()

  const push = `${network.url('birch')}/kite/shelf-bracket.git/info/refs?service=git-receive-pack`
  const token = network.person('kite').tokens.birch ?? ''
  const authorization = `Basic ${Buffer.from(`kite:${token}`).toString('base64')}`
  await expect(async () => {
    const answer = await page.request.get(push, { headers: { authorization } })
    expect(answer.status()).toBe(403)
    expect(await answer.text()).toContain('write rights were withdrawn')
  }).toPass()

  await page.getByLabel(/^Trusted/).check()
  await page.getByLabel('Reason').fill('New disk, all copies verified')
  await page.getByRole('button', { name: 'Decide' }).click()
  await expect(page.getByText('New disk, all copies verified').first()).toBeVisible()
  await expect(async () => {
    expect((await page.request.get(push, { headers: { authorization } })).status()).toBe(200)
  }).toPass()
})

test('a visitor signs up on the way to an instance and makes a first design there', async ({
  page,
  network,
}) => {
  await page.goto(`${network.url('oak')}/signin`)
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
  await page.getByLabel('Name', { exact: true }).fill('newcomer')
  await page.getByLabel('Password').fill('a first password')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL(`${network.url('oak')}/**`)
  await page.goto(`${network.url('oak')}/new`)
  await page.getByRole('textbox', { name: 'Name' }).fill('First thing')
  await page.getByLabel('Address').fill('first-thing')
  await page.getByLabel('In one sentence').fill('Made on the first day.')
  await page.getByRole('radio', { name: /with my name CC-BY-4.0/ }).check()
  await page.getByRole('button', { name: 'Make the design' }).click()
  await page.waitForURL(`${network.url('oak')}/newcomer/first-thing`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('First thing')
})

test('a page that does not exist says so and leads on', async ({ page, network }) => {
  const answer = await page.goto(`${network.url('oak')}/mara/no-such-design`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible()
})
