import { type Decision, decide } from '../decide/decide.js';
import { print } from '../wrapper/print.js';
import { EXIT, printable } from '../wrapper/wording.js';
import { loadWrapper, refusedFilters, toStderr, type Wrapper } from '../wrapper/wrapper.js';

const say = (text: string): void => print(process.stdout, printable(text));

/** `rootwrap --check CONF CMD…`: permit or deny, and by which filter. Nothing is run or recorded. @throws ConfigProblem */
export function checkCommand(program: string, conf: string, argv: readonly string[]): number {
  const wrapper = loadWrapper(program, conf, toStderr);
  return answer(wrapper, argv, decide(wrapper.rules, argv));
}

/** `rootwrap --explain CONF CMD…`: what every filter says of it, then as `--check`. @throws ConfigProblem */
export function explainCommand(program: string, conf: string, argv: readonly string[]): number {
  const wrapper = loadWrapper(program, conf, toStderr);
  const decision = decide(wrapper.rules, argv, ({ name, class: kind, place }, words) =>
    say(`${place.file}:${place.line}: ${name} (${kind}): ${words}`),
  );
  return answer(wrapper, argv, decision);
}

function answer(wrapper: Wrapper, argv: readonly string[], decision: Decision): number {
  if (decision.kind === 'deny') {
    for (const text of refusedFilters(wrapper, argv)) say(text);
    say('deny: no filter matched');
    return EXIT.unauthorized;
  }
  const { name, place, exec, runAs } = decision.filter;
  const by = `filter ${name} (${place.file}:${place.line})`;
  if (decision.kind === 'missing') {
    say(`deny: ${by} matches, but '${exec}' is nowhere`);
    return EXIT.unauthorized;
  }
  const { command } = decision;
  say(`permit: ${by} runs, as ${runAs}: ${JSON.stringify([command.exec, ...command.args])}`);
  return 0;
}
