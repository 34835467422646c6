/** The best of many hits are those that a sort of all of them would give. */
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBestHits } from '../../src/store/sqlite/best-hits.ts';

it('keeps the best by score, then by the order of trials, then by turn', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE turn (trial INTEGER, n INTEGER, passage INTEGER);
    CREATE INDEX turn_passage ON turn (passage, trial, n);`);
  const insert = database.prepare('INSERT INTO turn VALUES (?, ?, ?)');
  const scored = fc.record({ score: fc.integer({ min: 0, max: 3 }), order: fc.nat({ max: 5 }) });
  fc.assert(
    fc.property(
      fc.array(scored, { maxLength: 60 }),
      fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constant(Infinity)),
      (all, limit) => {
        const best = createBestHits(database, limit);
        database.exec('DELETE FROM turn');
        // Later passages are in earlier turns.
        all.forEach(({ order }, passage) => insert.run(order, all.length - passage, passage));
        all.forEach(({ score, order }, passage) => {
          if (!best.isWanted(score, order)) return;
          best.add({ passage, kind: 0, trial: order, order, trials: 1, score });
        });
        const sorted = all
          .map((one, passage) => ({ ...one, passage }))
          .toSorted((a, b) => b.score - a.score || a.order - b.order || b.passage - a.passage)
          .slice(0, limit);
        expect(best.hits().map(({ passage }) => passage)).toEqual(
          sorted.map(({ passage }) => passage),
        );
      },
    ),
  );
  database.close();
});
