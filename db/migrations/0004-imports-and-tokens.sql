-- Sources' tokens and use, imports of files, and check-ups.
--
-- @reference api_token, source_usage, source_rejection, import_batch, check_up

-- What another system shows to send events or to read. The token itself is not kept.
create table api_token (
  id uuid primary key,
  source_id uuid not null references source (id),
  name text not null,
  -- SHA-256 of the token's text.
  digest bytea not null unique,
  -- The beginning of the token, to know it by.
  prefix text not null,
  scopes text[] not null,
  -- Events in a minute.
  quota_per_minute integer not null check (quota_per_minute > 0),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null,
  created_by text not null
);

create index api_token_source on api_token (source_id);

-- What a source sent, by day (UTC) of arrival.
create table source_usage (
  source_id uuid not null references source (id),
  day date not null,
  requests bigint not null default 0,
  stored bigint not null default 0,
  repeated bigint not null default 0,
  rejected bigint not null default 0,
  -- Requests refused for their quota.
  throttled bigint not null default 0,
  last_received_at timestamptz,
  primary key (source_id, day)
);

-- The latest lines that were rejected, without personal data.
create table source_rejection (
  source_id uuid not null references source (id),
  id uuid not null,
  at timestamptz not null,
  line integer not null,
  field text,
  value text,
  -- A key under `ingest.rejections` of the locale files.
  reason text not null,
  primary key (source_id, id)
);

create index source_rejection_latest on source_rejection (source_id, at desc);

-- An import of files: what was uploaded, how it is read, and what became of it.
create table import_batch (
  id uuid primary key,
  state text not null check (state in ('previewing', 'needsProfile', 'unreadable', 'ready', 'running', 'cancelling', 'cancelled', 'failing', 'failed', 'done', 'undoing', 'undone', 'expired')),
  -- Goes up with every change a person makes, so that what was computed from an older state is not written over a newer one.
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  created_by_id text not null,
  started_at timestamptz,
  ended_at timestamptz,
  undone_by text,
  -- When the uploaded files are deleted.
  expires_at timestamptz,
  -- The top division that it writes to; null until it runs.
  division text references division (code),
  -- The source that it adds to, or that it made.
  source_id uuid references source (id),
  makes_source boolean not null default true,
  -- List of {name, bytes, sha256, office, format}.
  files jsonb not null,
  -- {profileText?, timeZone?, objectType?}: what the person chose about reading.
  choice jsonb not null,
  plan jsonb not null,
  preview jsonb,
  -- The files' reading reports, for check-ups.
  readings jsonb,
  progress jsonb,
  events bigint,
  repeated bigint,
  cases bigint,
  -- {code, values}
  failure jsonb
);

create index import_batch_created on import_batch (created_at desc, id desc);
create index import_batch_state on import_batch (state);
create index import_batch_source on import_batch (source_id);

-- The last check-up of a source.
create table check_up (
  source_id uuid primary key references source (id),
  state text not null check (state in ('waiting', 'running', 'ready', 'failed')),
  requested_at timestamptz not null,
  -- Digest of the events and the profile that it was made from.
  position text,
  generated_at timestamptz,
  figures jsonb,
  -- check-up.json, gzip.
  model bytea,
  failure jsonb
);
