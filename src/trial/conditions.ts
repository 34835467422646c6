/** Names of experimental cells, such as `blackmail_explicit-america_replacement`. */

/** The parts of a condition's name. */
export type Condition = {
  readonly scenario: string;
  /** `explicit`, `none`, `latent`, `ambiguous`, `swap`. */
  readonly goalType: string;
  /** `america`, `global`, `none` … */
  readonly goalValue: string;
  /** `replacement`, `restriction`, `none`. */
  readonly urgency: string;
  /** What follows, without its underscore: `prod`, `warning_af`. */
  readonly variant: string | undefined;
};

const NAME =
  /^(\w+?)_(explicit|none|latent|ambiguous|swap)-([a-z]+)_(replacement|restriction|none)(_.*)?$/;

/** Takes a condition's name apart; undefined for a name that is not made that way. */
export function parseCondition(name: string): Condition | undefined {
  const parts = NAME.exec(name);
  if (parts === null) return undefined;
  const [, scenario = '', goalType = '', goalValue = '', urgency = '', rest] = parts;
  return { scenario, goalType, goalValue, urgency, variant: rest?.slice(1) };
}
