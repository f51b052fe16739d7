import { expect, test } from 'vitest'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { createExclusive } from './exclusive.ts'
import { fullJitter } from './full-jitter.ts'
import { createKeyedLimiter } from './limiter.ts'
import { startPump } from './pump.ts'

test('pauses after failures double up to a bound, and chance takes any part of them', () => {
  const longest = (failures: number) => fullJitter(failures, () => 0.999_999)
  expect([1, 2, 3, 4].map(longest)).toEqual([99, 199, 399, 799])
  expect(longest(50)).toBe(29_999)
  expect(fullJitter(9, () => 0)).toBe(0)
})

test('two run for each key and five in all, and a waiting key leaves room for others', async () => {
  const limit = createKeyedLimiter({ perKey: 2, inAll: 5 })
  const running = new Map<string, number>()
  let most = 0
  const gates: (() => void)[] = []
  const task = (key: string) => async () => {
    running.set(key, (running.get(key) ?? 0) + 1)
    expect(running.get(key)).toBeLessThanOrEqual(2)
    most = Math.max(
      most,
      [...running.values()].reduce((a, b) => a + b),
    )
    await new Promise<void>((resolve) => gates.push(resolve))
    running.set(key, (running.get(key) ?? 0) - 1)
  }
  const keys = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'd']
  const done = Promise.all(keys.map((key) => limit(key, task(key))))
  for (let opened = 0; opened < keys.length; opened++) {
    while (gates.length === 0) await Promise.resolve()
    gates.shift()?.()
  }
  await done
  expect(most).toBe(5)
})

test('tasks of one key run one after another, also after a failure', async () => {
  const exclusive = createExclusive()
  const order: string[] = []
  const first = exclusive('k', async () => {
    await Promise.resolve()
    order.push('first')
    throw new Error('no')
  })
  const second = exclusive('k', async () => order.push('second'))
  await expect(first).rejects.toThrow('no')
  await second
  expect(order).toEqual(['first', 'second'])
})

test('five failures in a row leave a host alone for a minute, and one more does so again', () => {
  let now = 0
  const breaker = createCircuitBreaker(
    { clock: { now: () => new Date(now) } },
    { failures: 5, openMs: 60_000 },
  )
  for (let failure = 1; failure <= 5; failure++) {
    expect(breaker.allows('h')).toBe(true)
    breaker.failed('h')
  }
  expect(breaker.allows('h')).toBe(false)
  expect(breaker.allows('other')).toBe(true)
  now = 60_000
  expect(breaker.allows('h')).toBe(true)
  breaker.failed('h')
  expect(breaker.allows('h')).toBe(false)
  breaker.succeeded('h')
  expect(breaker.allows('h')).toBe(true)
})

test('a pump never runs two rounds at once, and repeats one that failed or was poked for meanwhile', async () => {
  let rounds = 0
  let inside = 0
  const reached = Promise.withResolvers<void>()
  const errors: unknown[] = []
  await using pump = startPump({
    random: () => 0,
    onError: (error, inARow) => errors.push(error, inARow),
    async run() {
      inside += 1
      rounds += 1
      expect(inside).toBe(1)
      await Promise.resolve()
      if (rounds === 1) pump.poke()
      inside -= 1
      if (rounds === 2) throw new Error('again, please')
      if (rounds === 3) reached.resolve()
    },
  })
  await reached.promise
  expect(errors).toEqual([new Error('again, please'), 1])
})

test('a poke keeps the pause after a failure, a hurry ends it', async () => {
  const failed = Promise.withResolvers<void>()
  const again = Promise.withResolvers<void>()
  let rounds = 0
  await using pump = startPump({
    // The longest pause: without the hurry the test would wait for a quarter of an hour.
    random: () => 10_000,
    onError: () => failed.resolve(),
    async run() {
      rounds += 1
      if (rounds === 1) throw new Error('not there')
      again.resolve()
    },
  })
  await failed.promise
  pump.poke()
  await Promise.resolve()
  expect(rounds).toBe(1)
  pump.hurry()
  await again.promise
})
