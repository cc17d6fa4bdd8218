#!/usr/bin/env node
import { answerQuestion } from './answer.ts';
import { commands, helpText, readCall, type Call, type CommandName } from './arguments.ts';
import type { Client } from './client.ts';
import { approvePlans, destroy, listAll, redeploy, sayTo, showLog, showOne, signalRun } from './control.ts';
import { deploy, wishOf } from './deploy.ts';
import { harmless } from './harmless.ts';
import { JournalLost } from './journal.ts';
import { connect, connectOrStart, stateFolder, stopStack } from './running-stack.ts';
import { UsageError } from './settings.ts';
import { chooseModel, showProjectUsage, showTeamUsage } from './models.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const textOption = (call: Call, name: string) =>
  typeof call.values[name] === 'string' ? call.values[name] : undefined;

function perform(call: Call, client: Client, terminal: Terminal): Promise<number> {
  const [name = ''] = call.rest;
  switch (call.command) {
    case 'deploy':
      return deploy(client, wishOf(name, call.values), terminal);
    case 'status':
      return name ? showOne(client, name, terminal) : listAll(client, terminal);
    case 'logs':
      return showLog(client, name, call.values.follow === true, terminal);
    case 'say':
      return sayTo(client, name, call.rest.slice(1).join(' '), terminal);
    case 'approve':
      return approvePlans(client, name, { yes: call.values.yes === true, full: call.values.full === true }, terminal);
    case 'answer':
      return answerQuestion(client, name, call.rest[1] ?? '', terminal);
    case 'pause':
    case 'resume':
    case 'stop':
      return signalRun(client, name, call.command, terminal);
    case 'redeploy':
      return redeploy(client, name, terminal);
    case 'destroy':
      return destroy(client, name, textOption(call, 'yes') ?? null, terminal);
    case 'model':
      return chooseModel(client, name, call.rest[1] ?? null, terminal);
    case 'usage':
      return name ? showProjectUsage(client, name, terminal) : showTeamUsage(client, terminal);
    case 'down':
    case 'help':
      throw new Error(`${call.command} needs no client`);
  }
}

const isCommand = (text: string | undefined): text is CommandName =>
  text !== undefined && Object.hasOwn(commands, text);

async function main(argv: string[]): Promise<number> {
  const call = readCall(argv);
  const terminal = openTerminal(call.values.json === true);
  const state = stateFolder(textOption(call, 'state'));
  if (call.command === 'help') {
    terminal.say(helpText(isCommand(call.rest[0]) ? call.rest[0] : undefined));
    return 0;
  }
  if (call.command === 'down') {
    const stopped = await stopStack(state);
    terminal.say(stopped.ok ? stopped.value : stopped.problem.message);
    return stopped.ok ? 0 : 1;
  }
  const client = call.command === 'deploy' ? await connectOrStart(state, terminal.complain) : connect(state);
  if (client.ok) return perform(call, client.value, terminal);
  terminal.complain(client.problem.message);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof JournalLost)) throw error;
  process.stderr.write(`${harmless(error.message)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
