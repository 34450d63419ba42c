-- The platform's core: who answers, who sends, what happened, and what follows from it.
--
-- Directives that the migration runner reads (one line each, comma-separated):
-- @reference division, setting, source, source_division
-- @distributed division_sequence, event, event_key, person_data, service_case, indicator_cell, indicator_day, indicator_bucket, indicator_day_bucket, day_snapshot, restatement
-- @append-only event, restatement
--
-- Instants are timestamptz in UTC. Names of service items, departments and channels are plain text; '' stands for “not told”.

-- ---------------------------------------------------------------- who answers

create table division (
  code text primary key check (code ~ '^[0-9A-Za-z._-]{1,32}$'),
  parent text references division (code),
  -- Codes from the root down to this one, each followed by '/', so that a subtree is a prefix.
  path text not null unique,
  name text not null,
  level smallint not null check (level between 1 and 9),
  position integer not null default 0
);

create table setting (
  name text primary key,
  value jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  changed_by text not null default 'system'
);

-- ---------------------------------------------------------------- who sends

create table source (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('push', 'file', 'sandbox')),
  state text not null default 'active' check (state in ('active', 'paused', 'undone')),
  -- The subtree for which it may send.
  division text not null references division (code),
  profile jsonb not null,
  profile_text text not null,
  -- Digests the profile, calendar and limits under which its cases were projected last; where another is in force, they are projected anew.
  projected_with text,
  created_at timestamptz not null,
  created_by text not null
);

-- Until when a finished export shows an office; open cases of it are judged as of then. A source without a row is judged as of now.
create table source_division (
  source_id uuid not null references source (id),
  division text not null references division (code),
  observed_until timestamptz not null,
  primary key (source_id, division)
);

-- ---------------------------------------------------------------- what happened

-- The last number given out in a division. Its row is locked by every transaction that writes events of the division, so that numbers
-- have no gaps and the projections of one division are written by one transaction at a time.
create table division_sequence (
  division text primary key,
  last_seq bigint not null default 0,
  last_recorded_at timestamptz,
  -- How often the cells of the division were put right by a rebuild.
  repairs integer not null default 0
);

create table event (
  division text not null,
  seq bigint not null,
  -- The server's clock; never earlier than that of the event before it in the division.
  recorded_at timestamptz not null,
  source_id uuid not null,
  -- The import that brought it; null for pushed events.
  batch_id uuid,
  -- As sent; null where the sender gave none.
  event_id text,
  case_no text not null,
  -- 'step', or 'void': takes back what `attributes.batch` brought to this case.
  type text not null default 'step' check (type in ('step', 'void')),
  activity text not null,
  occurred_at timestamptz not null,
  -- When the sender's own system wrote it down.
  source_recorded_at timestamptz,
  actor text,
  department text,
  "window" text,
  channel text,
  attributes jsonb,
  -- Bits: 1 occurred in the future, 2 occurred long ago, 4 personal data was moved out of the attributes.
  flags smallint not null default 0,
  primary key (division, seq, recorded_at)
) partition by range (recorded_at);

create table event_default partition of event default;

create index event_of_case on event (division, case_no);
create index event_of_batch on event (batch_id, division, case_no) where batch_id is not null;

-- Makes sending again harmless. `key` is '=' and the eventId, or '#' and a digest of the content and its place among equal events; it is
-- given free when the import that brought the event is taken back. Plain ids, which mostly rise, keep the index small and warm.
create table event_key (
  division text not null,
  source_id uuid not null,
  key text collate "C" not null,
  seq bigint not null,
  primary key (division, source_id, key)
);

-- What identifies people, sealed with a key outside the database. Events carry the digest only.
create table person_data (
  division text not null,
  digest text not null,
  -- Null once erased.
  sealed bytea,
  key_id text not null,
  created_at timestamptz not null,
  erased_at timestamptz,
  primary key (division, digest)
);

-- ---------------------------------------------------------------- what follows from it

-- A case as its events fold. Everything here can be built again from `event`.
create table service_case (
  division text not null,
  case_no text not null,
  source_id uuid not null,
  last_seq bigint not null,
  event_count integer not null,
  -- The events in short, for folding without reading them all; see packages/monitor/src/case/trace.ts.
  trace text not null,
  attributes jsonb not null,
  item text not null default '',
  department text not null default '',
  channel text not null default '',
  applicant_group text not null default '',
  applicant text,
  agent text,
  priority boolean not null default false,
  status text not null,
  -- The last step, and who holds the case now.
  step text not null default '',
  holder_department text not null default '',
  holder_actor text not null default '',
  first_at timestamptz not null,
  last_at timestamptz not null,
  submitted_at timestamptz,
  accepted_at timestamptz,
  decided_at timestamptz,
  closed_at timestamptz,
  clock_from timestamptz,
  clock_to timestamptz,
  statutory_due timestamptz,
  promised_due timestamptz,
  -- The earlier of the two, the moment from which the case is late; null where nothing is due or the clock has ended.
  open_due timestamptz,
  -- When the yellow card falls due by the rules in force; null as `open_due`.
  near_due timestamptz,
  official_ms bigint,
  lived_ms bigint not null,
  -- What this case adds to the cells now.
  contribution text not null,
  primary key (division, case_no)
);

create index service_case_open_due on service_case (division, open_due) where open_due is not null;
create index service_case_near_due on service_case (near_due) where near_due is not null;
create index service_case_open on service_case (division, first_at) where closed_at is null;
create index service_case_closed on service_case (division, closed_at, case_no) where closed_at is not null;
create index service_case_last on service_case (division, last_at, case_no);
create index service_case_source on service_case (source_id, division, case_no);

create table indicator_cell (
  division text not null,
  day date not null,
  item text not null,
  department text not null,
  channel text not null,
  applicant_group text not null,
  submitted bigint not null default 0,
  submitted_online bigint not null default 0,
  submitted_with_channel bigint not null default 0,
  accepted bigint not null default 0,
  acceptance_waited bigint not null default 0,
  acceptance_wait_ms bigint not null default 0,
  accepted_late bigint not null default 0,
  closed bigint not null default 0,
  refused bigint not null default 0,
  withdrawn bigint not null default 0,
  limited bigint not null default 0,
  overdue bigint not null default 0,
  statutory_limited bigint not null default 0,
  statutory_overdue bigint not null default 0,
  statutory_early bigint not null default 0,
  promised_limited bigint not null default 0,
  promised_overdue bigint not null default 0,
  promised_early bigint not null default 0,
  instant bigint not null default 0,
  clocked bigint not null default 0,
  official_ms bigint not null default 0,
  lived_ms bigint not null default 0,
  both_limited bigint not null default 0,
  statutory_limit_ms bigint not null default 0,
  promised_limit_ms bigint not null default 0,
  both_limited_official_ms bigint not null default 0,
  supplemented bigint not null default 0,
  supplement_rounds bigint not null default 0,
  supplement_repeated bigint not null default 0,
  suspended bigint not null default 0,
  stopped_ms bigint not null default 0,
  extended bigint not null default 0,
  hand_overs bigint not null default 0,
  handed_over bigint not null default 0,
  visits_known bigint not null default 0,
  visits bigint not null default 0,
  one_visit bigint not null default 0,
  queued bigint not null default 0,
  queue_ms bigint not null default 0,
  queued_over_20_min bigint not null default 0,
  rated_very_satisfied bigint not null default 0,
  rated_satisfied bigint not null default 0,
  rated_basically_satisfied bigint not null default 0,
  rated_dissatisfied bigint not null default 0,
  rated_very_dissatisfied bigint not null default 0,
  rated_by_default bigint not null default 0,
  bad_ratings_due bigint not null default 0,
  bad_ratings_rectified bigint not null default 0,
  bad_ratings_rectified_on_time bigint not null default 0,
  complaints bigint not null default 0,
  primary key (division, day, item, department, channel, applicant_group)
);

-- The sum of `indicator_cell` over everything but division and day, kept for the overview.
create table indicator_day (
  division text not null,
  day date not null,
  submitted bigint not null default 0,
  submitted_online bigint not null default 0,
  submitted_with_channel bigint not null default 0,
  accepted bigint not null default 0,
  acceptance_waited bigint not null default 0,
  acceptance_wait_ms bigint not null default 0,
  accepted_late bigint not null default 0,
  closed bigint not null default 0,
  refused bigint not null default 0,
  withdrawn bigint not null default 0,
  limited bigint not null default 0,
  overdue bigint not null default 0,
  statutory_limited bigint not null default 0,
  statutory_overdue bigint not null default 0,
  statutory_early bigint not null default 0,
  promised_limited bigint not null default 0,
  promised_overdue bigint not null default 0,
  promised_early bigint not null default 0,
  instant bigint not null default 0,
  clocked bigint not null default 0,
  official_ms bigint not null default 0,
  lived_ms bigint not null default 0,
  both_limited bigint not null default 0,
  statutory_limit_ms bigint not null default 0,
  promised_limit_ms bigint not null default 0,
  both_limited_official_ms bigint not null default 0,
  supplemented bigint not null default 0,
  supplement_rounds bigint not null default 0,
  supplement_repeated bigint not null default 0,
  suspended bigint not null default 0,
  stopped_ms bigint not null default 0,
  extended bigint not null default 0,
  hand_overs bigint not null default 0,
  handed_over bigint not null default 0,
  visits_known bigint not null default 0,
  visits bigint not null default 0,
  one_visit bigint not null default 0,
  queued bigint not null default 0,
  queue_ms bigint not null default 0,
  queued_over_20_min bigint not null default 0,
  rated_very_satisfied bigint not null default 0,
  rated_satisfied bigint not null default 0,
  rated_basically_satisfied bigint not null default 0,
  rated_dissatisfied bigint not null default 0,
  rated_very_dissatisfied bigint not null default 0,
  rated_by_default bigint not null default 0,
  bad_ratings_due bigint not null default 0,
  bad_ratings_rectified bigint not null default 0,
  bad_ratings_rectified_on_time bigint not null default 0,
  complaints bigint not null default 0,
  primary key (division, day)
);

-- Durations by bucket of a mergeable sketch: see packages/monitor/src/indicators/sketch.ts for its error.
create table indicator_bucket (
  division text not null,
  day date not null,
  item text not null,
  department text not null,
  channel text not null,
  applicant_group text not null,
  clock smallint not null,
  bucket smallint not null,
  n bigint not null,
  primary key (division, day, item, department, channel, applicant_group, clock, bucket)
);

create table indicator_day_bucket (
  division text not null,
  day date not null,
  clock smallint not null,
  bucket smallint not null,
  n bigint not null,
  primary key (division, day, clock, bucket)
);

-- The figures of a closed day as they were first told, and every change since.
create table day_snapshot (
  division text not null,
  day date not null,
  taken_at timestamptz not null,
  seq bigint not null,
  figures jsonb not null,
  primary key (division, day)
);

create table restatement (
  division text not null,
  day date not null,
  -- The last event of the batch that changed the day.
  seq bigint not null,
  restated_at timestamptz not null,
  difference jsonb not null,
  primary key (division, day, seq, restated_at)
);
