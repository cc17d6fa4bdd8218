import type { Tier } from '../../domain/tier.ts';

export type Region = Tier['regions'][number];

/** Countries by how people call them, how region ids begin, and the towns in which servers stand. */
const countries: { names: string[]; code: string; towns: string[] }[] = [
  {
    names: ['us', 'usa', 'united states', 'united states of america', 'america', 'states', 'north america'],
    code: 'us',
    towns: [
      'ashburn',
      'hillsboro',
      'vint hill',
      'virginia',
      'oregon',
      'dallas',
      'new york',
      'chicago',
      'los angeles',
      'seattle',
      'miami'
    ]
  },
  {
    names: ['germany', 'deutschland', 'german'],
    code: 'de',
    towns: ['falkenstein', 'nuremberg', 'nürnberg', 'frankfurt', 'limburg', 'berlin']
  },
  { names: ['finland', 'finnish'], code: 'fi', towns: ['helsinki'] },
  { names: ['france', 'french'], code: 'fr', towns: ['gravelines', 'roubaix', 'strasbourg', 'paris'] },
  { names: ['uk', 'united kingdom', 'england', 'great britain', 'britain'], code: 'uk', towns: ['london', 'erith'] },
  { names: ['netherlands', 'holland'], code: 'nl', towns: ['amsterdam'] },
  { names: ['poland'], code: 'pl', towns: ['warsaw'] },
  { names: ['canada'], code: 'ca', towns: ['beauharnois', 'montreal', 'toronto'] },
  { names: ['singapore'], code: 'sg', towns: ['singapore'] },
  { names: ['australia'], code: 'au', towns: ['sydney'] },
  { names: ['india'], code: 'in', towns: ['mumbai'] }
];
const europe = ['europe', 'eu', 'european union'];
const europeans = new Set(['de', 'fi', 'fr', 'nl', 'pl']);

const whole = (text: string, part: string) =>
  part !== '' && ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${part} `);

/** Whether a word or two name a place at all, sold or not. */
export const isPlace = (text: string): boolean =>
  europe.includes(text) || countries.some(({ names, towns }) => names.includes(text) || towns.includes(text));

const inCountry = ({ id, title }: Region, { names, code, towns }: (typeof countries)[number]): boolean =>
  id.toLowerCase().startsWith(`${code}-`) ||
  [...names, ...towns].some((each) => whole(title, each)) ||
  (title === title.toUpperCase() && whole(title, code));

/** The regions of some tiers that a place names (an id, a town, part of a title, a country, a continent), each once. */
export function placesIn(tiers: Tier[], place: string): Region[] {
  const wanted = place.toLowerCase().trim();
  const regions = [...new Map(tiers.flatMap((tier) => tier.regions).map((region) => [region.id, region])).values()];
  const exact = regions.filter(
    ({ id }) => id.toLowerCase() === wanted || id.toLowerCase().replaceAll('-', ' ') === wanted
  );
  if (exact.length > 0) return exact;
  const meant = europe.includes(wanted)
    ? countries.filter(({ code }) => europeans.has(code))
    : countries.filter(({ names }) => names.includes(wanted));
  const titled = regions.filter(({ title }) => wanted.length > 2 && whole(title, wanted));
  return titled.length > 0 ? titled : regions.filter((region) => meant.some((country) => inCountry(region, country)));
}

/** `Falkenstein (fsn1)`. */
export const regionOf = ({ id, title }: Region): string => (title === id ? id : `${title} (${id})`);
