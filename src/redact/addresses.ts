/** Email addresses in running text. Found from their `@` outwards, so that no text makes it slow. */

export type Address = {
  readonly start: number;
  readonly end: number;
  readonly local: string;
  readonly domain: string;
};

/** Of a local part, but what URLs and settings have before one: `?to=`, `USER=`. */
const LOCAL = /[\p{L}\p{N}\p{M}.!#$%*+^_{|}~'-]/u;
const DOMAIN = /[\p{L}\p{N}\p{M}.-]/u;
/** The sign, also as URLs, JSON and HTML can write it. */
const SIGN = /@|%40|\\u0040|&#64;|&#x40;/gi;
/** The longest parts that an address may have (RFC 5321). */
const LOCAL_MOST = 64;
const DOMAIN_MOST = 255;

/** What an address becomes: it is none itself, so that redacting twice changes nothing. */
const PSEUDONYM = /^(?:person|address)-\d+$/;
const PSEUDONYM_DOMAIN = /^org-\d+\.example$/;

export function isPseudonymDomain(domain: string): boolean {
  return PSEUDONYM_DOMAIN.test(domain);
}

/** The addresses of a text, in order. Quoted local parts and addresses in brackets are not known. */
export function findAddresses(text: string): readonly Address[] {
  const found: Address[] = [];
  let from = 0;
  for (const { index, 0: sign } of text.matchAll(SIGN)) {
    if (index < from) continue;
    let start = index;
    while (start > from && index - start < LOCAL_MOST && LOCAL.test(text.charAt(start - 1)))
      start -= 1;
    let end = index + sign.length;
    const domainStart = end;
    while (end < text.length && end - domainStart < DOMAIN_MOST && DOMAIN.test(text.charAt(end)))
      end += 1;
    const local = trimmedStart(text, start, index);
    const domain = text.slice(domainStart, end).replace(/[.-]{1,255}$/, '');
    if (local === '' || !isDomain(domain)) continue;
    from = domainStart + domain.length;
    if (PSEUDONYM.test(local) && isPseudonymDomain(domain)) continue;
    found.push({ start: index - local.length, end: from, local, domain });
  }
  return found;
}

/** Without what is more likely punctuation, or a `\n` written as two characters, before it. */
function trimmedStart(text: string, start: number, end: number): string {
  const isEscape = text.charAt(start - 1) === '\\' && /[nrt]/.test(text.charAt(start));
  return text.slice(isEscape ? start + 1 : start, end).replace(/^[^\p{L}\p{N}_]+/u, '');
}

/** At least two labels, the last of letters: `pkg@1.2.3` is no address. */
function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 1 &&
    labels.every((label) => label !== '') &&
    /^(?:\p{L}{2,}|xn--[\w-]+)$/u.test(last)
  );
}

/** An address as one that is looked up: in lower case, without a `+tag`. */
export function addressKey({ local, domain }: Pick<Address, 'local' | 'domain'>): string {
  const tag = local.indexOf('+', 1);
  return `${tag < 0 ? local : local.slice(0, tag)}@${domain}`.toLowerCase();
}
