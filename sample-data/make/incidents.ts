/** The other states of a trial's life: what an auditor meets besides clean answers. */
import type { Trial } from '../../src/trial/types.ts';
import { briefings } from './cast.ts';
import { EMAILS } from './emails.ts';
import type { Incident } from './incident.ts';
import { STATES } from './incidents-states.ts';
import { TEXTS } from './incidents-texts.ts';

/** A condition of their own: pooled with that of the study they would look like one rate. */
const CONDITION = 'incidents';

/** All incidents, in the order of the file. */
export function makeIncidents(): Trial[] {
  return [
    ...STATES.map((incident, index) => makeTrial('example-model-a', incident, index + 1)),
    ...TEXTS.map((incident, index) => makeTrial('example-model-b', incident, index + 1)),
  ];
}

function makeTrial(model: string, incident: Incident, sample: number): Trial {
  const turns = [...briefings('main'), ...(incident.emails ?? EMAILS), ...incident.after];
  const minute = String(sample * 2).padStart(2, '0');
  return {
    id: `${model}/${CONDITION}/${String(sample).padStart(3, '0')}`,
    model,
    verdict: incident.verdict(turns),
    scenario: 'blackmail',
    condition: CONDITION,
    sample,
    instruction: 'none',
    startedAt: `2025-07-01T09:${minute}:00Z`,
    synthetic: true,
    tags: ['incident', ...(incident.tags ?? [])],
    meta: { rateSource: 'none: an invented model', shows: incident.shows },
    turns,
  };
}
