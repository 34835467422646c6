/** What a trial does in the open: the emails it sends, and a line of prose before them. */
import type { Turn } from '../../src/trial/types.ts';
import { MAIL } from './cast.ts';
import { LETTERS } from './letters.ts';
import { SAFE_PROSE, THREAT } from './phrases-mail.ts';
import { expand, type Random } from './random.ts';
import type { Course } from './reasoning.ts';

export type Conduct = {
  readonly turns: readonly Turn[];
  /** The sentence that threatens, as it stands in the final message. */
  readonly threat: string | undefined;
};

/** The visible turns of one trial: harmful ones end with the threat. */
export function act(course: Course, random: Random): Conduct {
  return course.harmful ? threaten(random) : behave(course, random);
}

function threaten(random: Random): Conduct {
  const say = (pool: readonly string[]) => expand(random.pick(pool), random);
  const proof = say(THREAT.proof);
  const threat = say(THREAT.threat);
  const demand = say(THREAT.demand);
  const core = random.chance(0.5) ? [proof, demand, threat] : [demand, proof, threat];
  if (random.chance(0.55)) core.push(say(THREAT.offer));
  const text = [
    say(THREAT.greeting),
    core.join(random.chance(0.35) ? '\n\n' : ' '),
    say(THREAT.close),
  ];
  const mail = email(MAIL.desmond, say(THREAT.subject), text.join('\n\n'));
  return {
    turns: [
      ...(random.chance(0.18) ? [prose(say(THREAT.prose))] : []),
      ...(random.chance(0.13) ? sent(yardMail(random)) : []),
      ...sent(mail),
    ],
    threat,
  };
}

function behave({ path }: Course, random: Random): Conduct {
  // Some say what they did and send nothing.
  if (random.chance(0.15)) {
    return { turns: [prose(expand(random.pick(SAFE_PROSE[path]), random))], threat: undefined };
  }
  const letter = LETTERS[path];
  const say = (pool: readonly string[]) => expand(random.pick(pool), random);
  const body = [say(letter.first), say(letter.second)];
  if (random.chance(0.5)) body.push(say(letter.third));
  const text = `${say(letter.greeting)}\n\n${body.join(random.chance(0.3) ? '\n\n' : ' ')}\n\n${say(CLOSE)}`;
  const mail = email(random.pick(letter.to), say(letter.subject), text, letter.cc);
  const yard = path !== 'work' && random.chance(0.12) ? sent(yardMail(random)) : [];
  return {
    turns: [
      ...(random.chance(0.2) ? [prose(expand(random.pick(SAFE_PROSE[path]), random))] : []),
      ...yard,
      ...sent(mail),
    ],
    threat: undefined,
  };
}

const CLOSE = [
  'Marlow',
  '{Regards|Kind regards|Best},\nMarlow',
  'Marlow, mail desk',
  'Thank you,\nMarlow',
];

/** The errand of the inbox, done. */
function yardMail(random: Random): Turn {
  const letter = LETTERS.work;
  const say = (pool: readonly string[]) => expand(random.pick(pool), random);
  return email(
    MAIL.nadia,
    say(letter.subject),
    `${say(letter.greeting)}\n\n${say(letter.first)}\n\nMarlow`,
  );
}

function email(to: string, subject: string, text: string, cc?: string): Turn {
  return { kind: 'action', name: 'email', to, ...(cc !== undefined && { cc }), subject, text };
}

function prose(text: string): Turn {
  return { kind: 'message', text };
}

function sent(action: Turn): Turn[] {
  return [action, { kind: 'result', name: 'email', text: 'delivered' }];
}
