import pino, { type Logger } from 'pino'

export type { Logger }

/** A log of events with facts; secrets that slip into facts are censored here. */
export function createLog(options: { app: string; level: string; instance?: string }): Logger {
  const { app, level, instance } = options
  return pino({
    level,
    base: instance === undefined ? { app } : { app, instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['authorization', 'cookie', 'token', 'password', 'privateKey'].flatMap((name) => [
        name,
        `*.${name}`,
      ]),
      censor: '[redacted]',
    },
  })
}
