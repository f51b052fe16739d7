import { Command } from 'commander'
import { instanceCommand } from './commands/instance.ts'
import { joinCommand } from './commands/join.ts'
import { upCommand } from './commands/up.ts'
import { type Environment, withConfigFile } from './config.ts'

interface Options {
  data?: string
  config?: string
  name?: string
  baseUrl?: string
  port?: string
}

function environment(options: Options, registryUrl?: string): Environment {
  const flags = {
    TRUSS_DATA_DIR: options.data,
    TRUSS_INSTANCE_NAME: options.name,
    TRUSS_BASE_URL: options.baseUrl,
    TRUSS_PORT: options.port,
    TRUSS_REGISTRY_URL: registryUrl,
  }
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  return { ...withConfigFile(process.env, options.config), ...given }
}

const say = (text: string) => process.stdout.write(`truss: ${text}\n`)

const program = new Command('truss').description('A federated network for sharing designs')
const shared = (command: Command) =>
  command
    .option('--data <folder>', 'where everything is kept (TRUSS_DATA_DIR, default ~/.truss)')
    .option('--config <file>', 'settings as NAME=value lines; the environment wins')
    .option('--name <name>', 'short name of the instance (TRUSS_INSTANCE_NAME)')
    .option('--base-url <url>', 'public origin of the instance (TRUSS_BASE_URL)')
    .option('--port <port>', 'port of the instance (TRUSS_PORT; the two after it are used too)')

shared(program.command('up'))
  .description('run a registry and one instance on this machine')
  .action((options: Options) => upCommand(environment(options), say))
shared(program.command('join'))
  .argument('<registry-url>', 'for instance https://registry.example')
  .description('turn this machine into a read-only mirror of a network')
  .action((url: string, options: Options) => joinCommand(environment(options, url.replace(/\/$/, '')), say))
shared(program.command('instance'))
  .description('run one instance as the settings say (what `up` and `join` start)')
  .action((options: Options) => instanceCommand(environment(options), say))

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`truss: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
