/**
 * What words do to the numbers around them. yoy, qoq, consensus, guidance, priorGuidance: what a
 * number is compared with, or stands for; same: as the one before it (同); versus: a comparator comes
 * next. increase, decrease, unchanged, halved, doubled: a stated change; delta: the size of one, right after its amount. above, below, inLine: how a figure stands to
 * its comparator. loss, profit: the sign of an amount. lossVerb, saleVerb, earnVerb: what was done with it.
 * again: the business named last (同事業). part: a part of what was named comes next (売上高のうち).
 * dismissed: people who lose their jobs. streak: so many years running. milestone, price, conversion, runRate, hearsay: not a result.
 * reported: what follows was reported, whatever the verb's tense. cumulative: a total since the start.
 */
export const cueNames = [
  'yoy',
  'qoq',
  'same',
  'consensus',
  'guidance',
  'priorGuidance',
  'versus',
  'increase',
  'decrease',
  'delta',
  'unchanged',
  'halved',
  'doubled',
  'above',
  'below',
  'inLine',
  'loss',
  'profit',
  'lossVerb',
  'saleVerb',
  'earnVerb',
  'shareVerb',
  'aside',
  'deal',
  'again',
  'part',
  'dismissed',
  'streak',
  'milestone',
  'price',
  'runRate',
  'reported',
  'cumulative',
  'adjusted',
  'gaap',
] as const;
export type Cue = (typeof cueNames)[number];
