/**
 * `Intl.Segmenter`, made when the first text is cut: the first one of a process takes 10 ms, and Ink and
 * what it is made of make four as they are loaded. `scripts/bundle.ts` puts this in place of them.
 */
const { Segmenter } = Intl;

export class LazySegmenter implements Intl.Segmenter {
  readonly #settings: ConstructorParameters<typeof Intl.Segmenter>;
  #made: Intl.Segmenter | undefined;

  constructor(...settings: ConstructorParameters<typeof Intl.Segmenter>) {
    this.#settings = settings;
  }

  segment(text: string): Intl.Segments {
    this.#made ??= new Segmenter(...this.#settings);
    return this.#made.segment(text);
  }

  resolvedOptions(): Intl.ResolvedSegmenterOptions {
    return new Segmenter(...this.#settings).resolvedOptions();
  }
}
