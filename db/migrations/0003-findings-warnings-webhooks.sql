-- What the platform notices by itself, whom it tells, and the work that it does on its own.
--
-- @reference job_lease, job, webhook, webhook_position
-- @distributed finding, finding_case, finding_act, detector_position, warning, warning_act, warning_position, outbox_message, webhook_delivery
-- @append-only finding_act, warning_act
--
-- Judgements and replies are acts, which are only ever added. The state of a finding or warning is what its acts fold to; its
-- row keeps that state for lists and is written in the transaction that adds the act.

-- ---------------------------------------------------------------- work

-- One row per recurring job. The clock of leases is the database's, so that processes need not agree on the time.
create table job_lease (
  name text primary key,
  -- The process that may run it; null where nobody holds it.
  holder uuid,
  expires_at timestamptz not null,
  running boolean not null default false,
  every_ms bigint not null,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_duration_ms bigint,
  last_outcome text check (last_outcome in ('done', 'failed', 'abandoned')),
  last_error text,
  runs bigint not null default 0,
  failures bigint not null default 0,
  failures_in_a_row integer not null default 0,
  next_at timestamptz
);

-- Long work that somebody started.
create table job (
  id uuid primary key,
  kind text not null,
  -- Null where it is about no single division.
  division text,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  progress bigint not null default 0,
  total bigint,
  message jsonb,
  result jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  by_id text not null,
  by_name text not null,
  cancel_requested boolean not null default false,
  -- The process that does it must say so again before this moment of the database's clock.
  alive_until timestamptz not null
);

create index job_newest on job (created_at desc, id);
create index job_unfinished on job (alive_until) where state in ('waiting', 'running');

-- ---------------------------------------------------------------- findings

create table finding (
  division text not null,
  -- Digests detector, subject and what tells two findings about one subject apart: see apps/server/src/findings/identity.ts.
  id text not null,
  -- The same for all findings of which one is a later recurrence of another.
  identity text not null,
  detector text not null,
  subject_kind text not null check (subject_kind in ('case', 'officer', 'department', 'office')),
  subject_name text not null,
  item text not null default '',
  department text not null default '',
  -- Lower case: what a person may look for.
  search text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  case_count integer not null,
  -- Strength, sample, explanation, caveats, evidence and further cases as last found.
  content jsonb not null,
  content_digest text not null,
  found_at timestamptz not null,
  -- What its acts fold to.
  state text not null check (state in ('suspected', 'confirmed', 'dismissed', 'lapsed')),
  judged boolean not null default false,
  version integer not null,
  dismissal jsonb,
  assignee_id text,
  assignee_name text,
  comments integer not null default 0,
  changed_at timestamptz not null,
  primary key (division, id)
);

create index finding_newest on finding (found_at desc, division, id);
create index finding_changed on finding (changed_at desc, division, id);
create index finding_state on finding (division, state, detector);
create index finding_identity on finding (division, identity);

-- The cases that prove a finding.
create table finding_case (
  division text not null,
  case_no text not null,
  finding_id text not null,
  primary key (division, case_no, finding_id),
  foreign key (division, finding_id) references finding (division, id)
);

create index finding_case_of_finding on finding_case (division, finding_id);

create table finding_act (
  division text not null,
  finding_id text not null,
  number integer not null,
  kind text not null check (
    kind in ('found', 'foundAgain', 'lapsed', 'confirmed', 'dismissed', 'reopened', 'assigned', 'commented', 'undone')
  ),
  at timestamptz not null,
  -- 'system', or the id of an account; the name as it was then.
  by_id text not null,
  by_name text not null,
  -- What the kind needs: content of a finding, reason, text, assignee, number of the act taken back.
  detail jsonb not null default '{}',
  primary key (division, finding_id, number),
  foreign key (division, finding_id) references finding (division, id)
);

-- How far the detectors have come in a division.
create table detector_position (
  division text primary key,
  -- The last event that was looked at as it arrived.
  seq bigint not null default 0,
  -- Up to when cases that became late by time alone were looked at.
  due_until timestamptz,
  -- The last run over the whole office.
  ran_at timestamptz,
  ran_from timestamptz,
  ran_seq bigint,
  ran_cases integer,
  -- Cases that did not fit and were left out, the oldest ones.
  left_out integer,
  not_applicable jsonb,
  thresholds_version integer,
  -- Digests which imports had been done or undone.
  imports text
);

-- ---------------------------------------------------------------- warnings

create table warning (
  division text not null,
  -- Digests case, rule and due, so that a card is raised once whoever raises it.
  id text not null,
  case_no text not null,
  rule text not null,
  level text not null check (level in ('yellow', 'red')),
  item text not null default '',
  department text not null default '',
  holder text not null default '',
  search text not null,
  reason jsonb not null,
  case_due timestamptz not null,
  raised_at timestamptz not null,
  -- What its acts fold to.
  state text not null check (state in ('open', 'replied', 'returned', 'closed', 'lapsed')),
  -- Who is to reply now; the officer who holds the case, the department, the office, or the one above it.
  addressee text not null check (addressee in ('holder', 'department', 'division', 'parentDivision')),
  -- Null where no reply is needed.
  reply_due timestamptz,
  -- When it goes one office up unless somebody replies; null where it goes no further.
  escalates_at timestamptz,
  escalation integer not null default 0,
  version integer not null,
  changed_at timestamptz not null,
  primary key (division, id)
);

create index warning_newest on warning (raised_at desc, division, id);
create index warning_reply_due on warning (reply_due, division, id) where reply_due is not null;
create index warning_escalates on warning (escalates_at) where escalates_at is not null;
create index warning_of_case on warning (division, case_no);
create index warning_state on warning (division, state, level);

create table warning_act (
  division text not null,
  warning_id text not null,
  number integer not null,
  kind text not null check (kind in ('raised', 'replied', 'accepted', 'returned', 'closed', 'escalated', 'lapsed')),
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  detail jsonb not null default '{}',
  primary key (division, warning_id, number),
  foreign key (division, warning_id) references warning (division, id)
);

-- Up to which event, and up to when, cases of a division were looked at for cards.
create table warning_position (
  division text primary key,
  seq bigint not null default 0,
  due_until timestamptz not null
);

-- ---------------------------------------------------------------- webhooks

create table webhook (
  id uuid primary key,
  name text not null,
  url text not null,
  types text[] not null,
  division text not null references division (code),
  state text not null default 'active' check (state in ('active', 'paused', 'failing')),
  -- Sealed with a key outside the database.
  secret bytea not null,
  -- The secret before, with which deliveries are signed too for a while.
  old_secret bytea,
  old_secret_until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  paused_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  failures_in_a_row integer not null default 0,
  -- The first failure since the last success.
  failing_since timestamptz,
  -- Nothing is sent before; set while the receiver seems down.
  not_before timestamptz
);

-- Up to which event of a division a subscription was told. Events need no outbox: they are there to be read.
create table webhook_position (
  webhook_id uuid not null references webhook (id) on delete cascade,
  division text not null,
  seq bigint not null,
  primary key (webhook_id, division)
);

-- What is to be told, written in the transaction of the change itself.
create table outbox_message (
  division text not null,
  id text not null,
  type text not null,
  subject text not null,
  at timestamptz not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  -- Whether deliveries were made from it.
  dispatched boolean not null default false,
  primary key (division, id)
);

create index outbox_waiting on outbox_message (created_at) where not dispatched;
create index outbox_old on outbox_message (created_at) where dispatched;

create table webhook_delivery (
  division text not null,
  id uuid not null,
  webhook_id uuid not null,
  message_id text not null,
  state text not null check (state in ('waiting', 'delivered', 'dead')),
  tries integer not null default 0,
  created_at timestamptz not null,
  next_at timestamptz,
  last_tried_at timestamptz,
  last_status integer,
  last_error text,
  last_duration_ms integer,
  primary key (division, id),
  unique (division, webhook_id, message_id),
  foreign key (division, message_id) references outbox_message (division, id)
);

create index webhook_delivery_due on webhook_delivery (webhook_id, next_at) where state = 'waiting';
create index webhook_delivery_newest on webhook_delivery (webhook_id, created_at desc, division, id);
