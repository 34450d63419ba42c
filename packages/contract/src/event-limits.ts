/** Bounds of what one request may bring; more is refused whole with `tooLarge`, and stored not at all. */
export const eventLimits = {
  /** Events in one request. */
  eventsPerRequest: 10_000,
  /** Bytes of a body as sent. */
  bodyBytes: 16 * 1024 * 1024,
  /** Bytes of a body after unpacking. */
  unpackedBytes: 32 * 1024 * 1024,
  /** Bytes of one line of NDJSON. */
  lineBytes: 1024 * 1024,
  /** Lists, objects and values of all events of a request; parsed, they take much more memory than their text. */
  valuesPerRequest: 1_000_000,
  eventIdLength: 200,
  caseNoLength: 200,
  /** Characters of activity, actor, department, window and channel. */
  nameLength: 200,
  attributes: 200,
  attributeNameLength: 200,
  /** Characters of a text in an attribute. */
  attributeLength: 20_000,
  /** Levels of lists and objects in an attribute. */
  attributeDepth: 8,
  /** Lists, objects and values within one attribute, itself included. */
  attributeValues: 1000,
  /** Characters of a person's field. */
  personFieldLength: 200,
} as const
